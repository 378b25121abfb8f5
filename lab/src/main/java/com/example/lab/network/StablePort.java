package com.example.lab.network;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A port on 127.0.0.1 whose number stays when another part takes the place of the one
 * behind it, as an address does whose name leads to another server.
 */
public final class StablePort implements AutoCloseable {

	private final TcpProxy proxy;

	private final TcpProxy.Lead own;

	private final @Nullable StablePort before;

	private final int wanted;

	private volatile boolean closed;

	/**
	 * Opens a port.
	 * @param wanted the port to try first; 0 for any
	 * @param target asked for each connection
	 * @param left called once for each connection that got an address, when it has ended
	 */
	public StablePort(int wanted, TcpProxy.Target target, Runnable left) {
		this.own = new TcpProxy.Lead(target, left);
		this.proxy = TcpProxy.open(wanted, this.own);
		this.before = null;
		this.wanted = wanted;
	}

	/**
	 * The same port for another part, which gets its connections once it takes them.
	 * @param before of the part that has it now
	 * @param target asked for each connection
	 * @param left called once for each connection that got an address, when it has ended
	 */
	public StablePort(StablePort before, TcpProxy.Target target, Runnable left) {
		this.own = new TcpProxy.Lead(target, left);
		this.proxy = before.proxy;
		this.before = before;
		this.wanted = 0;
	}

	/**
	 * Where it listens.
	 * @return a port on 127.0.0.1
	 */
	public int port() {
		return this.proxy.port();
	}

	/**
	 * The port that was to be tried first, if that was taken.
	 * @return 0 if it was free, or if any would do
	 */
	public int taken() {
		return (this.wanted == port()) ? 0 : this.wanted;
	}

	/** Gets the connections that come from now on. */
	public void take() {
		this.proxy.lead(this.own);
	}

	/**
	 * Delays each piece of data on its way to the part behind the port.
	 * @param delay how long; zero for none
	 */
	public void slow(Duration delay) {
		this.proxy.slow(delay);
	}

	/** Cuts all open connections, as a network fault does; new ones are taken. */
	public void cut() {
		this.proxy.cut();
	}

	/**
	 * The part that has it, or will: the last one that has not been closed.
	 * @return null if the port is closed
	 */
	public @Nullable StablePort holder() {
		if (!this.closed) {
			return this;
		}
		return (this.before != null) ? this.before.holder() : null;
	}

	/**
	 * Closes the port, unless another part has it: then that one keeps it, or the one
	 * before gets it back.
	 */
	@Override
	public void close() {
		this.closed = true;
		if (this.proxy.lead() != this.own) {
			return;
		}
		StablePort last = holder();
		if (last != null) {
			last.take();
		}
		else {
			this.proxy.close();
		}
	}

}
