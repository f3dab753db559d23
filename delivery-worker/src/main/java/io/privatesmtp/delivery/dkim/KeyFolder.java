package io.privatesmtp.delivery.dkim;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of a folder, all in memory: a look-up reads no file, and a name from the bus never becomes part of a
 * path. Links are followed, so that a mounted secret may be swapped as a whole. A file that cannot be read any more keeps
 * the key it had, because it may be half written; a file that is gone takes its key along.
 */
final class KeyFolder {
    private static final Logger LOG = Logger.getLogger(KeyFolder.class);
    private static final String SUFFIX = ".pem";
    private static final int MAX_FILES = 100_000;
    private static final int WEAK_BITS = 2048;

    /** What tells a file from the one that was there before. */
    private record Version(
            FileTime modified, long size, @Nullable Object inode) {}

    private record Entry(Version version, @Nullable SigningKey key) {}

    private final Path folder;
    private volatile Map<String, Entry> entries = Map.of();
    private boolean unreadable;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    @Nullable
    SigningKey key(String name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.key;
    }

    /** The names of all keys that can sign. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        entries.forEach((name, entry) -> {
            if (entry.key != null) {
                names.add(name);
            }
        });
        return names;
    }

    /** Looks at the folder. One that cannot be listed changes nothing. Called by one thread at a time. */
    void refresh() {
        Map<String, Entry> found = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (found.size() == MAX_FILES) {
                    LOG.errorf("%s has more than %d keys, the rest is not read", folder, MAX_FILES);
                    break;
                }
                String name = file.getFileName().toString();
                String keyRef = name.substring(0, name.length() - SUFFIX.length());
                found.put(keyRef, entry(keyRef, file, entries.get(keyRef)));
            }
        } catch (IOException | RuntimeException e) {
            if (!unreadable) {
                LOG.errorf("the folder of DKIM keys, %s, cannot be read: %s", folder, e);
            }
            unreadable = true;
            return;
        }
        unreadable = false;
        entries.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .forEach(name -> LOG.infof("DKIM key %s is gone", name));
        entries = Map.copyOf(found);
    }

    private static Entry entry(String name, Path file, @Nullable Entry before) {
        Version version = new Version(FileTime.fromMillis(0), -1, null);
        SigningKey known = before == null ? null : before.key;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            version = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (before != null && before.version.equals(version)) {
                return before;
            }
            SigningKey key = KeyFile.read(file);
            LOG.infof("DKIM key %s: %s", name, key);
            if (key.algorithm() == SigningKey.Algorithm.RSA && key.bits() < WEAK_BITS) {
                LOG.warnf("DKIM key %s has %d bits; 2,048 are advised (RFC 8301 section 3.2)", name, key.bits());
            }
            return new Entry(version, key);
        } catch (IOException e) {
            if (before == null || !before.version.equals(version)) {
                LOG.errorf(
                        "DKIM key %s cannot be read%s: %s",
                        name, known == null ? "" : ", the former one stays", said(e));
            }
            return new Entry(version, known);
        }
    }

    private static String said(IOException e) {
        return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
    }
}
