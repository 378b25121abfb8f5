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

import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Puts a file into a bucket, by a presigned address: to sign it, it would be read twice.
 */
final class Upload {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private Upload() {
	}

	/**
	 * Uploads a file.
	 * @throws DeploymentException if that fails, or takes over a minute
	 */
	static void put(Path file, String bucket, String key, S3Presigner presigner) {
		URL address = presigner
			.presignPutObject((request) -> request.signatureDuration(LIMIT)
				.putObjectRequest((object) -> object.bucket(bucket).key(key)))
			.url();
		try {
			// HttpURLConnection would write indefinitely if a server responds before
			// the upload ends.
			HttpRequest request = HttpRequest.newBuilder(address.toURI())
				.timeout(LIMIT)
				.PUT(HttpRequest.BodyPublishers.ofFile(file))
				.build();
			HttpResponse<String> answer = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.proxy(HttpClient.Builder.NO_PROXY)
				.build()
				.send(request, HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
				throw new DeploymentException("S3 answers %d to the upload of %s: %s".formatted(answer.statusCode(),
						file.getFileName(), answer.body()));
			}
		}
		catch (IOException | URISyntaxException ex) {
			throw new DeploymentException("Cannot upload %s: %s".formatted(file.getFileName(), ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DeploymentException("The upload of %s was interrupted".formatted(file.getFileName()));
		}
	}

}
