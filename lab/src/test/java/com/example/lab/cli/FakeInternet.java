package com.example.lab.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.example.lab.network.LocalHttpServer;
import com.example.lab.process.Threads;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * A proxy behind which all of AWS in us-east-1 and CloudFront are a server of the test,
 * with a certificate that the command trusts: the command itself works as with a real
 * account.
 */
final class FakeInternet implements AutoCloseable {

	private static final String PASSWORD = "workshop";

	private final ExecutorService threads = Executors.newCachedThreadPool(Threads.daemon("internet"));

	private final Path store;

	private final HttpsServer server;

	private final ServerSocket proxy;

	/**
	 * Starts it.
	 * @param folder for the certificate, which stays
	 * @param handler answers for AWS
	 */
	FakeInternet(Path folder, LocalHttpServer.Handler handler)
			throws IOException, InterruptedException, GeneralSecurityException {
		this.store = folder.resolve("aws-and-cloudfront.p12");
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(certificate()));
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				handler.handle(exchange);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		this.server.start();
		this.proxy = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		this.threads.execute(this::accept);
	}

	/** The environment in which a command uses this server as an AWS account. */
	Map<String, String> environment() {
		String proxy = "http://127.0.0.1:" + this.proxy.getLocalPort();
		return Map.ofEntries(Map.entry("HTTPS_PROXY", proxy), Map.entry("https_proxy", proxy),
				Map.entry("NO_PROXY", ""), Map.entry("no_proxy", ""),
				Map.entry("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
				Map.entry("AWS_REGION", "us-east-1"), Map.entry("AWS_CONFIG_FILE", "/none"),
				Map.entry("AWS_SHARED_CREDENTIALS_FILE", "/none"),
				Map.entry("JDK_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
					.formatted(this.store, PASSWORD)));
	}

	/** One entry: the server's key, which is also the trust anchor of its clients. */
	private SSLContext certificate() throws IOException, InterruptedException, GeneralSecurityException {
		if (!Files.exists(this.store)) {
			makeCertificate();
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

	private void makeCertificate() throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", this.store.toString(), "-storepass", PASSWORD, "-alias", "aws", "-dname",
				"CN=aws", "-validity", "3650", "-keyalg", "EC", "-ext",
				"san=dns:*.us-east-1.amazonaws.com,dns:cloudfront.amazonaws.com")
			.redirectErrorStream(true)
			.start();
		keytool.getInputStream().readAllBytes();
		if (keytool.waitFor() != 0) {
			throw new IOException("keytool failed");
		}
	}

	private void accept() {
		while (!this.proxy.isClosed()) {
			try {
				Socket client = this.proxy.accept();
				this.threads.execute(() -> tunnel(client));
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private void tunnel(Socket client) {
		try (client;
				Socket aws = new Socket(this.server.getAddress().getAddress(), this.server.getAddress().getPort())) {
			String request = head(client.getInputStream());
			boolean known = request.matches("(?s)CONNECT ([\\w.-]+\\.us-east-1|cloudfront)\\.amazonaws\\.com:443 .*");
			client.getOutputStream()
				.write("HTTP/1.1 %s%n%n".formatted(known ? "200 OK" : "502 Not AWS")
					.replace("\n", "\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			if (known) {
				this.threads.execute(() -> copy(client, aws));
				copy(aws, client);
			}
		}
		catch (IOException ex) {
			// One of them has gone.
		}
	}

	private static String head(InputStream in) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		while (!read.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("No request");
			}
			read.write(next);
		}
		return read.toString(StandardCharsets.US_ASCII);
	}

	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// One of them has gone.
		}
	}

	@Override
	public void close() throws IOException {
		this.proxy.close();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
