package dev.daybreak.cli;

import dev.daybreak.lake.S3Server;
import java.net.URI;
import java.util.Map;

/** What daybreak.yaml says of tables in S3. */
final class S3Project {
    private S3Project() {}

    static String lake(URI endpoint, String prefix) {
        return """
                lake:
                  warehouse: s3://%s/%s
                  endpoint: %s
                  region: eu-central-1
                  path_style: true
                """
                .formatted(S3Server.BUCKET, prefix, endpoint);
    }

    /** For commands in this process, as the environment has them for others. */
    static void giveCredentials() {
        System.setProperty("aws.accessKeyId", S3Server.KEY_ID);
        System.setProperty("aws.secretAccessKey", S3Server.SECRET);
    }

    /** Gives what is given in this process to another. */
    static void handOn(Map<String, String> environment) {
        if (System.getProperty("aws.accessKeyId") != null) {
            environment.put("AWS_ACCESS_KEY_ID", S3Server.KEY_ID);
            environment.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
        }
    }

    static void takeCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}
