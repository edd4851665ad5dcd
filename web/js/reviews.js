// On pages with reviews.
import { register } from "./parts/behaviours.js"
import HelpfulVote from "./behaviours/helpful_vote.js"

register({ "helpful-vote": HelpfulVote })
