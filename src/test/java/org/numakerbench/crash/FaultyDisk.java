package org.numakerbench.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.apache.lucene.tests.mockfile.FilterOutputStream2;
import org.jspecify.annotations.Nullable;

/**
 * The file system of one process that has a fault before it. Its paths are those of the real file system, and everything
 * below one directory passes through here: {@code disk.path(...)} is what the product is to be given. One disk is one life of
 * a process: when it has ended, locks are free and every operation is refused, whichever thread comes late.
 */
public final class FaultyDisk extends FilterFileSystemProvider {
    private final Path root;
    private final Path remains;
    private final Fault fault;
    private final DiskModel model;
    private final Random chance;
    private final List<FileChannel> open = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private boolean full;
    private boolean dead;

    /**
     * @param root a real directory
     * @param remains where a process that dies leaves what then is on the disk; not there yet
     */
    public FaultyDisk(Path root, Path remains, Fault fault) throws IOException {
        super("faulty", FileSystems.getDefault());
        this.root = root.toRealPath();
        this.remains = remains;
        this.fault = fault;
        this.model = new DiskModel(this.root);
        // Neighbouring seeds of a plain Random begin alike.
        this.chance = new Random(new SplittableRandom(fault.seed() * 1_000_003 + fault.at()).nextLong());
    }

    /** A path for the product: absolute, or below the working directory. */
    public Path path(String path) {
        return fileSystem.getPath(path);
    }

    /** The directory itself, for the product. */
    public Path root() {
        return path(root.toString());
    }

    /** How often the disk was changed so far. */
    public synchronized int operations() {
        return operations.size();
    }

    /** What was done, one line an operation. */
    public synchronized List<String> log() {
        return List.copyOf(operations);
    }

    /** True when the fault's turn has come. */
    public synchronized boolean struck() {
        return fault.at() > 0 && operations.size() >= fault.at();
    }

    public Fault fault() {
        return fault;
    }

    public synchronized boolean isDead() {
        return dead;
    }

    /** What each file held when it was last synced, by the name below the root that it had then. */
    public synchronized Map<String, byte[]> syncedFiles() {
        return model.syncedFiles();
    }

    /** The process ends by itself, if it has not: its channels and locks are gone. Where the next one finds the disk. */
    public synchronized Path end() throws IOException {
        if (dead) {
            return remains;
        }
        release();
        return root;
    }

    private void release() throws IOException {
        dead = true;
        for (FileChannel channel : open) {
            channel.close();
        }
    }

    /** Half of a write that is cut off: done before the fault. */
    private interface Half {
        void run() throws IOException;
    }

    private void operation(String what, Path path, Half half) throws IOException {
        alive(path);
        if (!path.startsWith(root)) {
            return;
        }
        operations.add(what + " " + root.relativize(path));
        if (operations.size() == fault.at()) {
            half.run();
            strike(what, path);
        } else if (full && (what.equals("write") || what.equals("create") || what.equals("mkdir"))) {
            throw noRoom(path);
        }
    }

    private void strike(String what, Path path) throws IOException {
        switch (fault.kind()) {
            case KILL, POWER_CUT -> {
                die();
                alive(path);
            }
            case FULL -> {
                full = true;
                throw noRoom(path);
            }
            case ERROR -> throw new FileSystemException(path.toString(), null, "Input/output error");
        }
    }

    private static IOException noRoom(Path path) {
        return new FileSystemException(path.toString(), null, "No space left on device");
    }

    private void die() throws IOException {
        if (fault.kind() == Fault.Kind.POWER_CUT) {
            model.leave(remains, chance);
        } else {
            copyTree(root, remains);
        }
        release();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            Files.copy(from, to);
            return;
        }
        Files.createDirectory(to);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(
                from, it -> !NativeFiles.isOne(it.getFileName().toString()))) {
            for (Path child : children) {
                copyTree(child, to.resolve(child.getFileName()));
            }
        }
        NativeFiles.copy(from, to);
    }

    private void alive(Path path) throws IOException {
        if (dead) {
            throw new FileSystemException(path.toString(), null, "this process is dead");
        }
    }

    private void written(Path real) {
        if (real.startsWith(root)) {
            model.written(real);
        }
    }

    private Path real(Path path) {
        return toDelegate(path).toAbsolutePath().normalize();
    }

    private static final Half NOTHING = () -> {};

    @Override
    public synchronized void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
        Path real = real(dir);
        if (Files.notExists(real)) {
            operation("mkdir", real, NOTHING);
        }
        super.createDirectory(dir, attrs);
        if (real.startsWith(root)) {
            model.created(real, true);
        }
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        Path real = real(path);
        operation("delete", real, NOTHING);
        if (real.startsWith(root)) {
            model.unlinking(real);
            super.delete(path);
            model.deleted(real);
        } else {
            super.delete(path);
        }
    }

    @Override
    public synchronized boolean deleteIfExists(Path path) throws IOException {
        alive(path);
        if (!Files.exists(real(path), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        delete(path);
        return true;
    }

    @Override
    public synchronized void move(Path source, Path target, CopyOption... options) throws IOException {
        Path from = real(source);
        Path to = real(target);
        operation("rename", from, NOTHING);
        if (to.startsWith(root)) {
            model.unlinking(to);
            super.move(source, target, options);
            model.moved(from, to);
        } else {
            super.move(source, target, options);
        }
    }

    @Override
    public synchronized void copy(Path source, Path target, CopyOption... options) throws IOException {
        Path to = real(target);
        operation("create", to, NOTHING);
        super.copy(source, target, options);
        if (to.startsWith(root)) {
            model.created(to, false);
            model.written(to);
        }
    }

    @Override
    public synchronized void setAttribute(Path path, String attribute, Object value, LinkOption... options)
            throws IOException {
        operation("chmod", real(path), NOTHING);
        super.setAttribute(path, attribute, value, options);
    }

    @Override
    public synchronized void checkAccess(Path path, AccessMode... modes) throws IOException {
        alive(path);
        super.checkAccess(path, modes);
    }

    @Override
    public synchronized <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        alive(path);
        return super.readAttributes(path, type, options);
    }

    @Override
    public synchronized DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        alive(dir);
        return super.newDirectoryStream(dir, filter);
    }

    @Override
    public synchronized InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        alive(path);
        return super.newInputStream(path, options);
    }

    /** Makes the file if these options do, and empties it. */
    private void opening(Path real, Set<? extends OpenOption> options) throws IOException {
        alive(real);
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        boolean creates =
                options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        if (writes && creates && Files.notExists(real)) {
            operation("create", real, NOTHING);
        } else if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            operation("truncate", real, NOTHING);
        }
    }

    private void opened(Path real, Set<? extends OpenOption> options) {
        if (real.startsWith(root)) {
            model.created(real, false);
            if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
                written(real);
            }
        }
    }

    @Override
    public synchronized OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all = options.length == 0
                ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)
                : union(Set.of(options), StandardOpenOption.WRITE);
        Path real = real(path);
        opening(real, all);
        OutputStream out = delegate.newOutputStream(toDelegate(path), options);
        opened(real, all);
        return new Stream(real, out);
    }

    private static Set<OpenOption> union(Set<OpenOption> options, OpenOption more) {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(more);
        return all;
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        return newFileChannel(path, options, attrs);
    }

    @Override
    public synchronized FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
        Path real = real(path);
        opening(real, options);
        FileChannel channel = delegate.newFileChannel(toDelegate(path), options, attrs);
        opened(real, options);
        open.add(channel);
        return new Channel(real, channel);
    }

    /** Uninterruptible, as those of the real file system are. */
    private final class Stream extends FilterOutputStream2 {
        private final Path real;
        private final OutputStream out;

        Stream(Path real, OutputStream out) {
            super(out);
            this.real = real;
            this.out = out;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            synchronized (FaultyDisk.this) {
                operation("write", real, () -> {
                    out.write(bytes, from, chance.nextInt(length + 1));
                    written(real);
                });
                out.write(bytes, from, length);
                written(real);
            }
        }
    }

    private final class Channel extends FilterFileChannel {
        private final Path real;

        Channel(Path real, FileChannel channel) {
            super(channel);
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            synchronized (FaultyDisk.this) {
                operation("write", real, () -> {
                    super.write(half(source));
                    written(real);
                });
                int written = super.write(source);
                written(real);
                return written;
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (FaultyDisk.this) {
                operation("write", real, () -> {
                    super.write(half(source), position);
                    written(real);
                });
                int written = super.write(source, position);
                written(real);
                return written;
            }
        }

        private ByteBuffer half(ByteBuffer source) {
            return source.duplicate().limit(source.position() + chance.nextInt(source.remaining() + 1));
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                if (size < size()) {
                    operation("truncate", real, NOTHING);
                    super.truncate(size);
                    written(real);
                }
                return this;
            }
        }

        /** The real one is spared: nobody pulls a real plug. */
        @Override
        public void force(boolean metaData) throws IOException {
            synchronized (FaultyDisk.this) {
                operation("sync", real, NOTHING);
                if (real.startsWith(root)) {
                    model.synced(real);
                }
            }
        }

        @Override
        public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
            synchronized (FaultyDisk.this) {
                operation("lock", real, NOTHING);
                return super.tryLock(position, size, shared);
            }
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            synchronized (FaultyDisk.this) {
                operation("lock", real, NOTHING);
            }
            return super.lock(position, size, shared);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            alive(real);
            return super.read(target);
        }
    }
}
