package com.example.lab.box;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.example.lab.network.Ports;
import com.example.lab.process.OwnedProcess;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a box: private ports of this computer, assigned when they are first used.
 */
final class BoxPorts {

	private static final Pattern ADDRESS = Pattern.compile("(localhost|127\\.0\\.0\\.1):(\\d+)");

	private final Map<Integer, Integer> local = new ConcurrentHashMap<>();

	/**
	 * The private port for a port of the box.
	 */
	int local(int port) {
		return this.local.computeIfAbsent(port, (key) -> Ports.free());
	}

	/**
	 * Where what listens on a port of the box would be reached; null if nothing names the
	 * port.
	 */
	@Nullable InetSocketAddress address(int port) {
		Integer given = this.local.get(port);
		return (given != null) ? onThisComputer(given) : null;
	}

	/**
	 * Replaces the addresses of the box itself in a text.
	 */
	String localise(String text) {
		return ADDRESS.matcher(text).replaceAll((match) -> {
			int port = Integer.parseInt(match.group(2));
			// The address of another stand-in is 127.0.0.1 with a port that is not of
			// this box.
			boolean own = match.group(1).equals("localhost") || this.local.containsKey(port);
			return own ? "127.0.0.1:" + local(port) : match.group();
		});
	}

	/**
	 * Waits until a process listens on a port of the box.
	 * @return false if it ends or the limit is over
	 */
	boolean awaitListening(int port, OwnedProcess process, Duration limit) {
		try {
			Ports.await(onThisComputer(local(port)), process, limit);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static InetSocketAddress onThisComputer(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

}
