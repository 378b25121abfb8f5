package com.example.lab.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class StablePortTests {

	private final List<ServerSocket> servers = new ArrayList<>();

	@AfterEach
	void end() throws IOException {
		for (ServerSocket server : this.servers) {
			server.close();
		}
	}

	@Test
	void leadsToAnotherPartOnceThatTakesIt() throws IOException {
		StablePort first = new StablePort(0, server('1'), () -> {
		});
		StablePort second = new StablePort(first, server('2'), () -> {
		});
		assertThat(ask(first.port())).isEqualTo('1');

		second.take();
		first.close();

		assertThat(second.port()).isEqualTo(first.port());
		assertThat(ask(first.port())).isEqualTo('2');
		second.close();
		// Another process may have got the port meanwhile.
		assertThat(leadsTo('2', first.port())).isFalse();
	}

	@Test
	void leadsBackWhenThePartThatTookItEnds() throws IOException {
		StablePort first = new StablePort(0, server('1'), () -> {
		});
		StablePort failed = new StablePort(first, server('2'), () -> {
		});
		failed.take();

		failed.close();

		assertThat(ask(first.port())).isEqualTo('1');
		StablePort holder = Objects.requireNonNull(failed.holder());
		StablePort third = new StablePort(holder, server('3'), () -> {
		});
		third.take();
		first.close();
		assertThat(ask(first.port())).isEqualTo('3');
		third.close();
		assertThat(third.holder()).isNull();
	}

	/** Says one letter to each client. */
	private TcpProxy.Target server(char letter) throws IOException {
		ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		this.servers.add(server);
		Thread thread = new Thread(() -> {
			while (!server.isClosed()) {
				try (Socket client = server.accept()) {
					client.getOutputStream().write(letter);
				}
				catch (IOException ex) {
					// Closed.
				}
			}
		}, "server-" + letter);
		thread.setDaemon(true);
		thread.start();
		return (connection) -> new InetSocketAddress("127.0.0.1", server.getLocalPort());
	}

	private static boolean leadsTo(char server, int port) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(1_000);
			return socket.getInputStream().read() == server;
		}
		catch (IOException refused) {
			return false;
		}
	}

	private static char ask(int port) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return (char) socket.getInputStream().read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
