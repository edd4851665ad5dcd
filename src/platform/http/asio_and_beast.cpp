// The parts of Boost.Asio and Boost.Beast that are not templates, compiled once for the whole project.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
