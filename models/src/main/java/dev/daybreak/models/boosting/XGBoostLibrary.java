package dev.daybreak.models.boosting;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** The native XGBoost library that comes in the jar: whether it can be used, and which version it is. */
public final class XGBoostLibrary {
    private XGBoostLibrary() {}

    /** Such as {@code 3.0.4}. */
    public static String version() {
        try (InputStream stream = DMatrix.class.getResourceAsStream("/xgboost4j-version.properties")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Properties properties = new Properties();
            properties.load(new java.io.StringReader(text));
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads the library and says its version; fails like {@link #load}. */
    public static String check() {
        load();
        return version();
    }

    /** Loads the library if that has not happened yet; fails with {@code OUT_OF_RESOURCES} and what to install. */
    static void load() {
        try {
            new DMatrix(new float[] {0}, 1, 1, Float.NaN).dispose();
        } catch (LinkageError | XGBoostError e) {
            throw unusable(e);
        }
    }

    static DaybreakException unusable(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot load the native library of XGBoost " + version() + " on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ": " + root.getMessage(),
                "It needs the GNU OpenMP runtime. On Debian and Ubuntu: apt-get install libgomp1",
                cause);
    }
}
