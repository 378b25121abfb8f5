package com.example.lab.box;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.example.lab.network.Ports;

/**
 * The {@code curl} of a box: one address into one file, tried for as long as its options
 * say. Ports of the box itself are its private ones.
 */
final class Curl {

	private static final String NOWHERE = "/dev/null";

	private final URI address;

	private final String output;

	private final boolean patient;

	private final Duration limit;

	private final Host host;

	/**
	 * A call.
	 * @param arguments its words after {@code curl}; the last is the address
	 * @param host where it runs
	 * @throws IllegalArgumentException without {@code --output}
	 */
	Curl(List<String> arguments, Host host) {
		int at = Math.max(arguments.indexOf("--output"), arguments.indexOf("-o"));
		if (at < 0 || at + 1 == arguments.size()) {
			throw new IllegalArgumentException("curl without --output");
		}
		this.output = arguments.get(at + 1);
		this.address = URI.create(host.localise(arguments.get(arguments.size() - 1)));
		this.patient = arguments.contains("--retry-connrefused") || arguments.contains("--retry-all-errors");
		this.limit = Duration.ofSeconds((long) number(arguments, "--retry") * number(arguments, "--retry-delay"));
		this.host = host;
	}

	private static int number(List<String> arguments, String option) {
		int at = arguments.indexOf(option);
		return (at < 0) ? 0 : Integer.parseInt(arguments.get(at + 1));
	}

	/**
	 * Downloads. Between two tries it pauses for less than the real one, and goes on for
	 * as long.
	 * @throws IOException without an answer of 200
	 */
	void run() throws IOException {
		long end = System.nanoTime() + this.limit.toNanos();
		while (true) {
			try {
				download();
				return;
			}
			catch (BadAnswerException ex) {
				if (!ex.passing || System.nanoTime() > end) {
					throw ex;
				}
			}
			catch (IOException ex) {
				if (!(this.patient && ex instanceof ConnectException) || System.nanoTime() > end) {
					throw new IOException(
							"curl got no answer from %s: %s".formatted(this.address.getAuthority(), ex.getMessage()),
							ex);
				}
			}
			Ports.pause();
		}
	}

	private void download() throws IOException {
		HttpURLConnection connection = (HttpURLConnection) this.address.toURL().openConnection(Proxy.NO_PROXY);
		connection.setConnectTimeout(5_000);
		connection.setReadTimeout(30_000);
		int status = connection.getResponseCode();
		if (status != HttpURLConnection.HTTP_OK) {
			throw new BadAnswerException(status, this.address);
		}
		try (InputStream in = connection.getInputStream()) {
			if (this.output.equals(NOWHERE)) {
				in.transferTo(OutputStream.nullOutputStream());
				return;
			}
			Path file = this.host.disk().at(this.output);
			Files.createDirectories(Objects.requireNonNull(file.getParent()));
			Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/** Another answer than 200. */
	@SuppressWarnings("serial")
	private static final class BadAnswerException extends IOException {

		/** As curl sees it. */
		private final boolean passing;

		private BadAnswerException(int status, URI address) {
			super("curl got %d from %s".formatted(status, address.getAuthority()));
			this.passing = status == 408 || status == 429 || status >= 500;
		}

	}

}
