// The front door, for the files of flow/.
#ifndef SPORTELLO_FLOW_HTTP_H_
#define SPORTELLO_FLOW_HTTP_H_

#include "http/http_server.h"

#endif  // SPORTELLO_FLOW_HTTP_H_
