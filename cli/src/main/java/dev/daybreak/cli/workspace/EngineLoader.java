package dev.daybreak.cli.workspace;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Loads an engine out of a folder of jars that are not on the class path. The engine sees the platform, its port and the domain of this
 * program, and beside them its own jars only: they may hold other versions of what the program uses, such as another Scala.
 */
final class EngineLoader extends ClassLoader {
    private final ClassLoader program;

    private EngineLoader(ClassLoader program) {
        super(ClassLoader.getPlatformClassLoader());
        this.program = program;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isShared(name)) {
            return program.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    private static boolean isShared(String name) {
        return name.startsWith("dev.daybreak.project.") || name.matches("dev\\.daybreak\\.engine\\.[^.]+");
    }

    /**
     * @param jars the folder
     * @param engine its name
     */
    static EngineProvider load(Path jars, String engine) {
        // The classes are used as long as the process lives.
        ClassLoader loader =
                new URLClassLoader(urls(jars, engine), new EngineLoader(EngineLoader.class.getClassLoader()));
        return ServiceLoader.load(EngineProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(engine))
                .findFirst()
                .orElseThrow(() -> missing(jars, engine, null));
    }

    private static URL[] urls(Path jars, String engine) {
        try (Stream<Path> files = Files.list(jars)) {
            List<URL> urls = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                urls.add(url(file));
            }
            return urls.toArray(URL[]::new);
        } catch (IOException e) {
            throw missing(jars, engine, e);
        }
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }

    private static DaybreakException missing(Path jars, String engine, IOException cause) {
        return new DaybreakException(
                ErrorCode.NOT_FOUND,
                "Cannot start engine '" + engine + "': its jars are not in '" + jars + "'.",
                "Build them in the checkout: mvn -q -pl engine-" + engine + " -am package -DskipTests",
                cause);
    }
}
