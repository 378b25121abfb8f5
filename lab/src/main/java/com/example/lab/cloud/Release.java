package com.example.lab.cloud;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

	private static final Duration LIMIT = Duration.ofMinutes(1);

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

	static void put(Path jar, URL address) {
		try {
			// HttpURLConnection would write on for ever where a server answers in
			// between.
			HttpRequest request = HttpRequest.newBuilder(address.toURI())
				.timeout(LIMIT)
				.PUT(HttpRequest.BodyPublishers.ofFile(jar))
				.build();
			HttpResponse<String> answer = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.proxy(HttpClient.Builder.NO_PROXY)
				.build()
				.send(request, HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
				throw new DeploymentException("S3 answers %d to the upload of %s: %s".formatted(answer.statusCode(),
						jar.getFileName(), answer.body()));
			}
		}
		catch (IOException | URISyntaxException ex) {
			throw new DeploymentException("Cannot upload %s: %s".formatted(jar.getFileName(), ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DeploymentException("The upload of %s was called off".formatted(jar.getFileName()));
		}
	}

}
