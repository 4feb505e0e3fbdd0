package dev.daybreak.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Tells what the server refuses before any route is asked, such as a request that is no HTTP, in the form of all failures. */
final class ServerErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.write(true, text(status, message), callback);
    }

    private static ByteBuffer text(int status, String reason) {
        HttpFailure failure = new HttpFailure(
                status,
                status < 500 ? "BAD_REQUEST" : "HTTP_" + status,
                "Invalid request: " + (reason == null ? "it cannot be read" : reason) + ".",
                "",
                "See that it is well-formed HTTP.");
        return ByteBuffer.wrap((Json.write(failure.body()) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
