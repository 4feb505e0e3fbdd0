package dev.daybreak.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine promises; the port's manual in tests. An adapter's test class extends this one, opens its engine, and
 * gives the few texts that differ between dialects. Read the parts in order: {@link QueryContract}, {@link MeaningContract}, {@link WriteContract},
 * {@link RelationContract}, {@link TimeFilterContract}, {@link SessionContract}, {@link FailureContract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EngineContract
        implements QueryContract,
                MeaningContract,
                WriteContract,
                RelationContract,
                TimeFilterContract,
                SessionContract,
                FailureContract {
    private Engine engine;
    private Session session;
    private Path folder;

    /** An engine that may use 300 MB and two threads, and spills into a folder. */
    protected abstract Engine openEngine(Path temporary);

    @BeforeAll
    void openEngineOnce(@TempDir Path temporary) {
        engine = openEngine(temporary);
    }

    @BeforeEach
    void openSession(@TempDir Path fresh) {
        folder = fresh;
        session = sessionIn("UTC");
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Path folder() {
        return folder;
    }
}
