package com.example.lab.aws.cloudfront;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** An origin that sees each byte of a header and says what it has seen. */
final class RawOrigin implements AutoCloseable {

	private final ServerSocket server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/** The headers of all requests. */
	final List<String> heads = Collections.synchronizedList(new ArrayList<>());

	/** The connections that came, by their ports. */
	final List<Integer> clients = Collections.synchronizedList(new ArrayList<>());

	private volatile Function<String, String> answer = RawOrigin::echo;

	private volatile boolean closes;

	RawOrigin() throws IOException {
		this.threads.execute(this::accept);
	}

	/** What it answers to a header: a whole message; empty to close the connection. */
	void answer(Function<String, String> other) {
		this.answer = other;
	}

	/** Closes the connection after the next answer. */
	void closeAfter() {
		this.closes = true;
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.server.getLocalSocketAddress();
	}

	/** All of the header but what is another one each time. */
	static String echo(String head) {
		String seen = head.replaceAll("(?mi)^(x-amz-cf-id|via|x-forwarded-for): .*\r\n", "");
		return message("Cache-Control: max-age=60\r\n", head.startsWith("HEAD ") ? "" : seen);
	}

	static String message(String header, String body) {
		return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n%sContent-Length: %d\r\n\r\n%s".formatted(header,
				body.getBytes(StandardCharsets.ISO_8859_1).length, body);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.clients.add(socket.getPort());
				this.threads.execute(() -> serve(socket));
			}
			catch (IOException | RejectedExecutionException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			while (true) {
				String head = head(in);
				if (head.isEmpty()) {
					return;
				}
				this.heads.add(head);
				String length = head.toLowerCase(Locale.ROOT).replaceFirst("(?s).*\ncontent-length: (\\d+).*", "$1");
				in.readNBytes(length.matches("\\d+") ? Integer.parseInt(length) : 0);
				String message = this.answer.apply(head);
				if (message.isEmpty()) {
					return;
				}
				socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
				if (this.closes) {
					this.closes = false;
					return;
				}
			}
		}
		catch (IOException ex) {
			// The edge has gone.
		}
	}

	private static String head(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				return "";
			}
			head.append((char) next);
		}
		return head.toString();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.threads.shutdownNow();
	}

}
