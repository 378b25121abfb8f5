package com.example.lab.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.example.lab.process.OwnedProcess;

/** Ports on 127.0.0.1. */
public final class Ports {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * Finds a port that nothing listens on and that this process has not given out
	 * before. Another process may still take it first; whoever listens on it must then
	 * say so.
	 * @return a port
	 */
	public static int free() {
		while (true) {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				if (GIVEN.add(socket.getLocalPort())) {
					return socket.getLocalPort();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException("This computer has no free port on 127.0.0.1", ex);
			}
		}
	}

	/**
	 * Whether something takes connections at an address.
	 * @param address the address
	 * @return true after one connection, which is closed again
	 */
	public static boolean answers(InetSocketAddress address) {
		try (Socket socket = new Socket()) {
			socket.connect(address, 1_000);
			// A socket can be connected with itself when nothing listens.
			return socket.getLocalPort() != address.getPort();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Waits until a process listens.
	 * @param address where
	 * @param process the process; when it ends, the waiting ends too
	 * @param limit how long to wait
	 * @throws IllegalStateException if the process ends or the limit is over; names the
	 * log
	 */
	public static void await(InetSocketAddress address, OwnedProcess process, Duration limit) {
		long end = System.nanoTime() + limit.toNanos();
		while (!answers(address)) {
			if (!process.alive()) {
				throw new IllegalStateException(
						"%s ended before it listened, see %s".formatted(process.name(), process.log()));
			}
			if (System.nanoTime() > end) {
				throw new IllegalStateException("%s does not listen on port %d after %d s, see %s"
					.formatted(process.name(), address.getPort(), limit.toSeconds(), process.log()));
			}
			pause();
		}
	}

	/**
	 * A short pause between two looks at a state.
	 * @throws IllegalStateException if the thread is interrupted
	 */
	public static void pause() {
		LockSupport.parkNanos(PAUSE_NANOS);
		if (Thread.currentThread().isInterrupted()) {
			throw new IllegalStateException("Interrupted while waiting");
		}
	}

}
