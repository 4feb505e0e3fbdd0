package dev.daybreak.engine.spark;

import org.sparkproject.io.grpc.CallOptions;
import org.sparkproject.io.grpc.Channel;
import org.sparkproject.io.grpc.ClientCall;
import org.sparkproject.io.grpc.ClientInterceptor;
import org.sparkproject.io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import org.sparkproject.io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import org.sparkproject.io.grpc.Metadata;
import org.sparkproject.io.grpc.MethodDescriptor;
import org.sparkproject.io.grpc.Status;

/**
 * What the server said when it last refused a request. The client makes an exception of it that has lost the line and column of a
 * syntax error; in the server's own words they are still there. Thread-safe.
 */
final class LastStatus implements ClientInterceptor {
    private volatile String description = "";

    /** Empty if nothing was refused. */
    String description() {
        return description;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(noting(listener), headers);
            }
        };
    }

    private <A> ClientCall.Listener<A> noting(ClientCall.Listener<A> listener) {
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
                if (!status.isOk() && status.getDescription() != null) {
                    description = status.getDescription();
                }
                super.onClose(status, trailers);
            }
        };
    }
}
