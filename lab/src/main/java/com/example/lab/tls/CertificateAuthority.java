package com.example.lab.tls;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.example.lab.process.CachedFolder;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/**
 * A certificate authority of this computer alone, and the one certificate that it has
 * signed: for servers on {@code 127.0.0.1} and {@code localhost}. Its own key is
 * discarded, so that no other certificate can be signed.
 */
public final class CertificateAuthority {

	private static final String VALID_DAYS = "3650";

	/** A margin for small corrections of the clock. */
	private static final String YESTERDAY = "-1d";

	/** Read once and deleted. */
	private static final String STORE = "keys.p12";

	/** Keeps no secret: the stores hold certificates, or are deleted at once. */
	public static final String STORE_PASSWORD = "workshop";

	private final Path folder;

	private CertificateAuthority(Path folder) {
		this.folder = folder;
	}

	/**
	 * Makes the authority unless that was done before; several processes may do so at
	 * once.
	 * @param cache a folder that outlives runs
	 * @param processes who owns the process that makes it
	 * @return the authority
	 * @throws UncheckedIOException if it cannot be made
	 */
	public static CertificateAuthority keptIn(Path cache, Processes processes) {
		return keptIn(cache, processes, YESTERDAY);
	}

	static CertificateAuthority keptIn(Path cache, Processes processes, String begin) {
		Path folder = cache.toAbsolutePath().resolve("tls");
		CertificateAuthority authority = new CertificateAuthority(folder);
		try {
			CachedFolder.of(folder, authority::valid, (empty) -> make(empty, processes, begin));
			return authority;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make certificates: " + ex.getMessage(), ex);
		}
	}

	/** Not if the clock was wrong when they were made, or ten years have passed. */
	private boolean valid() {
		try {
			if (!Files.exists(trustStore())) {
				return false;
			}
			for (Path file : List.of(certificate(), serverCertificate())) {
				read(file).checkValidity();
			}
			return true;
		}
		catch (IOException | GeneralSecurityException ex) {
			return false;
		}
	}

	private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
		try (InputStream in = Files.newInputStream(file)) {
			return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
		}
	}

	/**
	 * The authority's own certificate, for clients to trust.
	 * @return a PEM file
	 */
	public Path certificate() {
		return this.folder.resolve("ca.crt");
	}

	/**
	 * What a JVM needs to trust the servers' certificate, as one on AWS trusts those of
	 * Amazon. It trusts nothing else then.
	 * @return options of {@code java}
	 */
	public List<String> javaOptions() {
		return List.of("-Djavax.net.ssl.trustStore=" + trustStore(),
				"-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
	}

	private Path trustStore() {
		return this.folder.resolve("trusted.p12");
	}

	/**
	 * Writes a trust store for Java with the authority's certificate alone, of the
	 * password {@value #STORE_PASSWORD}.
	 * @param file where to; replaced if it is there
	 */
	public void writeTrustStore(Path file) {
		try (OutputStream out = Files.newOutputStream(file)) {
			trusted().store(out, STORE_PASSWORD.toCharArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore trusted() throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("authority", read(certificate()));
		return trusted;
	}

	/**
	 * The certificate that servers show.
	 * @return a PEM file
	 */
	public Path serverCertificate() {
		return this.folder.resolve("server.crt");
	}

	/**
	 * The private key of the servers' certificate.
	 * @return a PEM file that its owner alone can read
	 */
	public Path serverKey() {
		return this.folder.resolve("server.key");
	}

	/**
	 * What a client of this process needs to trust the servers' certificate.
	 * @return a context that trusts nothing else
	 */
	public SSLContext clientContext() {
		try {
			TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			managers.init(trusted());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, managers.getTrustManagers(), null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a server of this process needs to show the servers' certificate.
	 * @return a context that asks no client for a certificate
	 */
	public SSLContext serverContext() {
		try {
			Certificate certificate = read(serverCertificate());
			String key = Files.readString(serverKey()).replaceAll("-----[^-]+-----", "");
			PrivateKey read = KeyFactory.getInstance("EC")
				.generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key)));
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(null, null);
			keys.setKeyEntry("server", read, STORE_PASSWORD.toCharArray(), new Certificate[] { certificate });
			KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			managers.init(keys, STORE_PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(managers.getKeyManagers(), null, null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void make(Path folder, Processes processes, String begin) throws IOException {
		keytool(folder, processes, begin, "-alias", "ca", "-dname", "CN=Workshop on this computer", "-ext",
				"bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign");
		keytool(folder, processes, begin, "-alias", "server", "-signer", "ca", "-dname", "CN=localhost", "-ext",
				"san=ip:127.0.0.1,dns:localhost", "-ext", "eku=serverAuth");
		Path store = folder.resolve(STORE);
		try {
			KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
			write(folder.resolve("ca.crt"), "CERTIFICATE", keys.getCertificate("ca").getEncoded());
			write(folder.resolve("server.crt"), "CERTIFICATE", keys.getCertificate("server").getEncoded());
			write(folder.resolve("server.key"), "PRIVATE KEY",
					keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
		Files.delete(store);
		new CertificateAuthority(folder).writeTrustStore(folder.resolve("trusted.p12"));
	}

	private static void keytool(Path folder, Processes processes, String begin, String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(JavaCommand.tool("keytool"), "-genkeypair", "-keystore", STORE, "-storepass", STORE_PASSWORD,
						"-keyalg", "EC", "-groupname", "secp256r1", "-validity", VALID_DAYS, "-startdate", begin));
		command.addAll(List.of(options));
		OwnedProcess keytool = processes.start("keytool", command, Map.of(), folder);
		if (keytool.exit().join() != 0) {
			throw new IOException("keytool failed: " + keytool.lastLines());
		}
	}

	private static void write(Path path, String kind, byte[] content) throws IOException {
		File file = path.toFile();
		if (!file.createNewFile() || !file.setReadable(false, false) || !file.setReadable(true, true)) {
			throw new IOException("Cannot make readable for its owner alone: " + path);
		}
		Files.writeString(path, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
				Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content), kind));
	}

}
