package dev.daybreak.lake;

import dev.daybreak.engine.ForwardingSession;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import java.util.List;

/** A session during whose first write something else happens. */
final class MeanwhileSession extends ForwardingSession {
    private Runnable meanwhile;

    MeanwhileSession(Session session, Runnable meanwhile) {
        super(session);
        this.meanwhile = meanwhile;
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        List<WrittenFile> files = super.write(sql, spec);
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        return files;
    }
}
