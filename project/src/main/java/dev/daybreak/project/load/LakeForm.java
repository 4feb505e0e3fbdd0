package dev.daybreak.project.load;

import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.problem.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The key {@code lake} of {@code daybreak.yaml}. */
final class LakeForm {
    private static final long CACHE_BYTES = 20_000_000_000L;

    private static final Key<String> WAREHOUSE = Key.required(
            "warehouse",
            Scalars.parsed(Warehouse.PERMITTED, Warehouse::location),
            "The bucket, with a prefix that is this project's own, in which tables lie.");
    private static final Key<URI> ENDPOINT = Key.optional(
            "endpoint",
            Scalars.parsed(
                    "the address of a store, such as 'https://minio.example.com:9000', without user and path",
                    LakeForm::endpoint),
            "Where the store answers; by default Amazon S3 in the region, or Google Cloud Storage.");
    private static final Key<String> REGION = Key.optional(
            "region", Scalars.text(), "S3: the bucket's region; by default what AWS_REGION or the profile says.");
    private static final Key<Boolean> PATH_STYLE = Key.withDefault(
            "path_style",
            Scalars.flag(),
            "S3: whether requests name the bucket in their path, as most stores other than Amazon's need it.",
            false,
            "false");
    private static final Key<String> PROFILE = Key.optional(
            "profile",
            Scalars.text(),
            "S3: the profile of ~/.aws with credentials; by default AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then what the"
                    + " machine has. Credentials themselves never stand here.");
    private static final Key<String> PROJECT = Key.optional(
            "project",
            Scalars.text(),
            "Google Cloud Storage: the project that requests are billed to, as buckets need it whose requesters pay; by default the"
                    + " bucket's own.");
    private static final Key<Long> CACHE = Key.withDefault(
            "cache",
            Scalars.parsed(ByteSize.PERMITTED, ByteSize::parse),
            "How much of this machine's disk copies of the tables' files may take.",
            CACHE_BYTES,
            "20 GB");
    static final Form FORM = Form.of("the lake", WAREHOUSE, ENDPOINT, REGION, PATH_STYLE, PROFILE, PROJECT, CACHE);
    private static final List<Key<?>> OF_S3 = List.of(REGION, PATH_STYLE, PROFILE);
    private static final List<Key<?>> OF_GCS = List.of(PROJECT);

    static final Key<Fields> LAKE = Key.optional(
            "lake", FORM, "The object store in which tables lie; by default they lie in the state folder.");

    private LakeForm() {}

    private static Optional<URI> endpoint(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean isBare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            boolean hasNoPath = uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/");
            return isHttp && isBare && hasNoPath && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Empty if there is none, or an error was noted. */
    static Optional<Warehouse> read(Fields fields, Problems problems) {
        Optional<Fields> lake = fields.find(LAKE);
        Optional<String> location = lake.flatMap(found -> found.find(WAREHOUSE));
        if (location.isEmpty()) {
            return Optional.empty();
        }
        boolean isGcs = Warehouse.isGcs(location.get());
        int before = problems.errors();
        for (Key<?> key : isGcs ? OF_S3 : OF_GCS) {
            if (lake.get().has(key)) {
                problems.error(
                        lake.get().place(key),
                        "Invalid '" + key.name() + "' of 'lake': " + (isGcs ? "Google Cloud Storage" : "S3")
                                + ", where 'warehouse' lies, knows none.",
                        "Remove it.");
            }
        }
        return problems.errors() > before ? Optional.empty() : warehouse(lake.get(), isGcs);
    }

    /** Empty if a value did not fit, which was noted as it was read. */
    private static Optional<Warehouse> warehouse(Fields lake, boolean isGcs) {
        Optional<Long> cache = lake.find(CACHE);
        Optional<Boolean> pathStyle = lake.find(PATH_STYLE);
        if (cache.isEmpty() || pathStyle.isEmpty()) {
            return Optional.empty();
        }
        Warehouse.Access access = isGcs
                ? new Warehouse.Gcs(lake.find(PROJECT))
                : new Warehouse.S3(lake.find(REGION), pathStyle.get(), lake.find(PROFILE));
        return Optional.of(new Warehouse(lake.value(WAREHOUSE), lake.find(ENDPOINT), access, cache.get()));
    }
}
