package dev.daybreak.lake;

import dev.daybreak.lake.store.StoreFailures;
import java.io.IOException;
import org.apache.iceberg.io.PositionOutputStream;

/** A stream to an object store whose failures are told in the words of users. */
final class ToldOutput extends PositionOutputStream {
    private final String location;
    private final StoreFailures failures;
    private final PositionOutputStream out;

    ToldOutput(String location, StoreFailures failures, PositionOutputStream out) {
        this.location = location;
        this.failures = failures;
        this.out = out;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void told(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException | RuntimeException e) {
            var told = failures.tell("write '" + location + "'", e);
            if (told.isPresent()) {
                throw told.get();
            }
            throw e;
        }
    }

    @Override
    public long getPos() throws IOException {
        return out.getPos();
    }

    @Override
    public void write(int b) throws IOException {
        told(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        told(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        told(out::flush);
    }

    @Override
    public void close() throws IOException {
        told(out::close);
    }
}
