"""The HTTP server of the providers' emulators."""
import http.client
import http.server
import threading


class EmulatorServer(http.server.ThreadingHTTPServer):
    """Clients that are killed are no news."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *given):
        super().__init__(*given)
        self.ended = threading.Condition()
        self.open = 0  # connections, from the moment they are accepted

    def process_request(self, request, client_address):
        with self.ended:
            self.open += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        super().shutdown_request(request)
        with self.ended:
            self.open -= 1
            self.ended.notify_all()

    def handle_error(self, *_):
        pass

    def wait_for_calls(self, patience=60):
        """After their client was killed: until all that it asked is done."""
        # They are accepted in order, so what was asked earlier is counted.
        link = http.client.HTTPConnection(*self.server_address[:2],
                                          timeout=patience)
        link.request("HEAD", "/")
        link.getresponse()
        link.close()
        with self.ended:
            assert self.ended.wait_for(lambda: not self.open, patience)
