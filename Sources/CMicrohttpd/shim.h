// Everything Swift cannot import itself of microhttpd goes here, as static inline wrappers.

#include <microhttpd.h>
#include <netinet/in.h>

static inline struct MHD_Daemon *mhd_start(unsigned int flags, const struct sockaddr_in *address,
                                           MHD_AccessHandlerCallback handler,
                                           MHD_RequestCompletedCallback completed, void *context,
                                           const struct MHD_OptionItem *options) {
  return MHD_start_daemon(flags, 0, NULL, NULL, handler, context, MHD_OPTION_SOCK_ADDR, address,
                          MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_ARRAY, options,
                          MHD_OPTION_END);
}

static inline int mhd_bound_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

static inline int mhd_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

static inline int mhd_client_port(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? ntohs(((const struct sockaddr_in *)info->client_addr)->sin_port) : 0;
}
