package dev.daybreak.acceptance;

import dev.daybreak.lake.S3Server;
import dev.daybreak.lake.StoreKind;
import java.net.URI;
import java.util.Map;

/** What daybreak.yaml says of tables in an object store. */
final class StoreProject {
    private StoreProject() {}

    static String lake(StoreKind kind, URI endpoint, String prefix) {
        String lake = "lake:\n  warehouse: " + kind.bucket() + prefix + "\n  endpoint: " + endpoint + "\n";
        return kind == StoreKind.S3 ? lake + "  region: eu-central-1\n  path_style: true\n" : lake;
    }

    /** Gives what is given in this process to another. */
    static void handOn(Map<String, String> environment) {
        if (System.getProperty("aws.accessKeyId") != null) {
            environment.put("AWS_ACCESS_KEY_ID", S3Server.KEY_ID);
            environment.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
        }
    }
}
