package com.example.lab.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The ports that processes of one user have given out: for each a lock on one byte of one
 * file, which the operating system takes back when the process ends. Between the choice
 * of a port and the server that listens on it, a second laboratory could choose it too.
 */
final class HeldPorts {

	private static final FileChannel FILE = open();

	/** Java forgets a lock that nothing refers to, and would then give it again. */
	private static final Queue<FileLock> LOCKS = new ConcurrentLinkedQueue<>();

	private HeldPorts() {
	}

	private static FileChannel open() {
		Path path = Path.of(System.getProperty("java.io.tmpdir"), "postcards-ports-" + System.getProperty("user.name"));
		try {
			return FileChannel.open(path,
					Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot keep the ports in use in " + path, ex);
		}
	}

	/**
	 * Holds a port until this process ends.
	 * @param port the port
	 * @return false if this or another process holds it already
	 */
	static boolean hold(int port) {
		try {
			FileLock lock = FILE.tryLock(port, 1, false);
			return lock != null && LOCKS.add(lock);
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot hold port " + port, ex);
		}
	}

}
