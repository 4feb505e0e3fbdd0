package dev.daybreak.pipelines.code;

import java.util.Map;

/** Loads the classes of one pipeline from memory, so that a worker does not depend on files that may change. */
final class PipelineLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    PipelineLoader(Map<String, byte[]> classes) {
        super(PipelineLoader.class.getClassLoader());
        this.classes = Map.copyOf(classes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
