-- Search. Both tables are read and written in the background only.

-- Words that mean the same to a customer, a set a row: small letters, separated by commas. A term may have several words.
-- Staff may change them at any time; every process notices.
CREATE TABLE search_synonyms (
  id INTEGER PRIMARY KEY,
  terms TEXT NOT NULL CONSTRAINT search_synonyms_unique UNIQUE,
  CONSTRAINT search_synonyms_terms CHECK (terms = lower(terms) AND terms LIKE '%_,_%')
) STRICT;

INSERT INTO search_synonyms (terms) VALUES
  ('efek, pedal, effect, effects, stompbox'),
  ('senar, string, strings, dawai'),
  ('gitar, guitar, guitars'),
  ('gitar listrik, gitar elektrik, electric guitar'),
  ('gitar akustik, acoustic guitar'),
  ('gitar klasik, classical guitar, gitar nilon, nylon guitar'),
  ('bas, bass, gitar bas'),
  ('amplifier, ampli, amp, amply'),
  ('drum, drums, drum set, drumset'),
  ('drum elektrik, drum listrik, electronic drum, electronic drums'),
  ('keyboard, kibor, kibord, organ'),
  ('piano digital, piano elektrik, piano listrik, digital piano'),
  ('synthesizer, synth, synthesiser'),
  ('mikrofon, mic, mik, microphone'),
  ('speaker, pengeras suara, loudspeaker'),
  ('kabinet, cabinet, cab'),
  ('headphone, headphones, earphone, headset'),
  ('kabel, cable'),
  ('pick, plektrum, plectrum, picks'),
  ('tali, strap, tali gitar, guitar strap'),
  ('tas, gig bag, gigbag, softcase, bag'),
  ('koper, hardcase, hard case'),
  ('stand, dudukan, standing'),
  ('stik drum, stick drum, drumstick, drumsticks, drum stick'),
  ('simbal, cymbal, cymbals'),
  ('snare, senar drum'),
  ('kursi drum, bangku drum, drum throne'),
  ('kajon, cajon'),
  ('ukulele, uke, kentrung, ukelele'),
  ('tuner, penyetem, stem gitar'),
  ('pickup, pick up, spul'),
  ('distorsi, distortion'),
  ('gema, reverb'),
  ('adaptor, power supply, catu daya'),
  ('kidal, left handed, left-handed, lefty'),
  ('nirkabel, wireless'),
  ('audio interface, soundcard, sound card, kartu suara'),
  ('monitor studio, studio monitor, speaker monitor'),
  ('mixer, mikser'),
  ('perkusi, percussion'),
  ('putih, white'),
  ('hitam, black'),
  ('merah, red'),
  ('biru, blue'),
  ('hijau, green'),
  ('kuning, yellow'),
  ('cokelat, coklat, brown'),
  ('ungu, purple');

-- How often a text was searched for on a day (its beginning in WIB), and how often nothing was found. No word of who did.
CREATE TABLE search_terms (
  day INTEGER NOT NULL,
  term TEXT NOT NULL,
  searches INTEGER NOT NULL CONSTRAINT search_terms_searches CHECK (searches > 0),
  without_result INTEGER NOT NULL,
  PRIMARY KEY (day, term),
  CONSTRAINT search_terms_without_result CHECK (without_result BETWEEN 0 AND searches)
) STRICT;
