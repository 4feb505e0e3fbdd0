package dev.daybreak.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Iceberg's own tests of catalogs and views, with Iceberg's client, against this server. */
class CompatibilityKitTest {
    private static final String KIT = "org.apache.iceberg.rest.RESTCompatibilityKitSuite";
    /** Those that the kit's own server passes; the others the kit leaves out for every server. */
    private static final int PASSED = 144;

    @TempDir
    Path lake;

    @Test
    void passesTheKit() {
        try (CatalogServer server = new CatalogServer(lake)) {
            TestExecutionSummary summary = run(server.address());

            StringWriter failures = new StringWriter();
            summary.printFailuresTo(new PrintWriter(failures), 20);
            assertThat(summary.getTotalFailureCount()).as(failures.toString()).isZero();
            assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(PASSED);
        }
    }

    /** The kit takes what its client is told from properties of the system. */
    private static TestExecutionSummary run(URI address) {
        System.setProperty("uri", address.toString());
        try {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(KIT))
                    .configurationParameter("rck.local", "false")
                    .build();
            LauncherFactory.create().execute(request, listener);
            return listener.getSummary();
        } finally {
            System.clearProperty("uri");
        }
    }
}
