package com.example.lab.cloud;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.example.lab.assembly.StackTemplate;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How a server without a role gets its application: a stack with the parameter
 * {@value #PARAMETER} and the output {@value #BUCKET} is deployed once to make the
 * bucket; the jar goes into it, and its presigned address into the parameter of the
 * second deployment.
 */
final class Release {

	static final String PARAMETER = "ReleaseUrl";

	static final String BUCKET = "ReleaseBucket";

	private static final Duration VALID = Duration.ofHours(1);

	private Release() {
	}

	static boolean wantedBy(StackTemplate stack) {
		return stack.json().path("Parameters").has(PARAMETER) && stack.json().path("Outputs").has(BUCKET);
	}

	/**
	 * Uploads a jar, to a presigned address: to sign the jar itself it would have to be
	 * read twice.
	 * @return the parameters of the second deployment
	 */
	static Map<String, String> publish(Path jar, String bucket, S3Presigner presigner) {
		String key = jar.getFileName().toString();
		put(jar, presigner
			.presignPutObject((request) -> request.signatureDuration(VALID)
				.putObjectRequest((object) -> object.bucket(bucket).key(key)))
			.url());
		String address = presigner
			.presignGetObject((request) -> request.signatureDuration(VALID)
				.getObjectRequest((object) -> object.bucket(bucket).key(key)))
			.url()
			.toString();
		return Map.of(PARAMETER, address);
	}

	private static void put(Path jar, URL address) {
		try {
			HttpURLConnection connection = (HttpURLConnection) address.openConnection(Proxy.NO_PROXY);
			connection.setRequestMethod("PUT");
			connection.setDoOutput(true);
			connection.setFixedLengthStreamingMode(Files.size(jar));
			try (OutputStream body = connection.getOutputStream()) {
				Files.copy(jar, body);
			}
			if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
				throw new DeploymentException(
						"S3 answers %d to the upload of %s".formatted(connection.getResponseCode(), jar.getFileName()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot upload " + jar.getFileName(), ex);
		}
	}

}
