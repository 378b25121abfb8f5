package com.example.lab.network;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.example.lab.process.OwnedProcess;

/** Ports on 127.0.0.1. */
public final class Ports {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * Below the ports that operating systems give to outgoing connections (from 32768 on
	 * Linux, 49152 elsewhere): one of those would keep a server from coming back to its
	 * own.
	 */
	private static final int FIRST = 20_000;

	private static final int END = 32_768;

	private static final int ATTEMPTS = 1_000;

	private static final long REOPEN_NANOS = TimeUnit.SECONDS.toNanos(1);

	private Ports() {
	}

	/**
	 * Finds a port that nothing listens on and that no process of this kind holds: this
	 * one keeps it until it ends. A program of another kind may still take it first;
	 * whoever listens on it must then say so.
	 * @return a port
	 */
	public static int free() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, END);
			// Held before it is tried: a try binds it for a moment.
			if (HeldPorts.hold(port) && bindable(port)) {
				return port;
			}
		}
		throw new IllegalStateException(
				"This computer has no free port from %d to %d on 127.0.0.1".formatted(FIRST, END - 1));
	}

	/**
	 * Nothing may connect while it is tried, and a copy of the socket in a process that
	 * is just being started must not be in the way of a server: so it does not listen.
	 */
	private static boolean bindable(int port) {
		try (Socket socket = new Socket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Opens a port again that this process has just closed. A process that another thread
	 * starts in that moment has a copy of every socket until it has become its own
	 * program, and meanwhile the port counts as taken: up to 10 ms on two busy cores.
	 * @param <T> what listens
	 * @param opening listens on the port
	 * @return what listens
	 * @throws IOException if the port stays taken for a second
	 */
	public static <T> T reopen(Opening<T> opening) throws IOException {
		long end = System.nanoTime() + REOPEN_NANOS;
		while (true) {
			try {
				return opening.open();
			}
			catch (BindException ex) {
				if (System.nanoTime() > end) {
					throw ex;
				}
				pause();
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

	/**
	 * Listens on a port.
	 *
	 * @param <T> what listens
	 */
	@FunctionalInterface
	public interface Opening<T> {

		/**
		 * Tries it once.
		 * @return what listens
		 * @throws BindException if the port is taken
		 * @throws IOException if it cannot listen for another reason
		 */
		T open() throws IOException;

	}

}
