package com.example.lab.aws.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;

/**
 * {@code Custom::CDKBucketDeployment}: uploads files of the CDK application into a bucket
 * of LocalStack, as the CDK's own function does. That function is not run.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/cdk/api/v2/java/software/amazon/awscdk/services/s3/deployment/BucketDeployment.html">BucketDeployment</a>
 */
public final class BucketDeployment implements StandIn {

	private static final String BUCKET = "DestinationBucketName";

	private static final Set<String> KNOWN = Set.of("ServiceToken", "SourceBucketNames", "SourceObjectKeys",
			"SourceMarkers", BUCKET, "DestinationBucketKeyPrefix", "DestinationBucketArn", "Prune", "SystemMetadata",
			"RetainOnDelete", "OutputObjectKeys", "WaitForDistributionInvalidation");

	private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css", "html",
			"text/html", "svg", "image/svg+xml", "webp", "image/webp", "json", "application/json", "ico",
			"image/vnd.microsoft.icon", "woff2", "font/woff2", "txt", "text/plain");

	private final Resource resource;

	private final LabContext lab;

	private List<String> uploaded = List.of();

	private String bucket = "";

	/**
	 * A deployment that has not happened.
	 * @param resource the resource
	 * @param lab its context
	 */
	public BucketDeployment(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	@Override
	public String ref() {
		return "aws.cdk.s3deployment." + this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "uploads files into a bucket of LocalStack";
	}

	@Override
	public void start(JsonNode properties) throws IOException {
		properties.propertyNames().stream().filter((name) -> !KNOWN.contains(name)).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException("The lab does not know %s of a bucket deployment.".formatted(name));
		});
		if (properties.path("SourceMarkers").valueStream().anyMatch((markers) -> !markers.isEmpty())) {
			throw new IllegalArgumentException("The lab uploads files as they are: use Source.asset.");
		}
		this.bucket = properties.path(BUCKET).asString();
		String prefix = prefix(properties);
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < properties.path("SourceBucketNames").size(); i++) {
			keys.addAll(upload(properties.path("SourceBucketNames").path(i).asString(),
					properties.path("SourceObjectKeys").path(i).asString(), prefix, properties.path("SystemMetadata")));
		}
		if (properties.path("Prune").asBoolean(true)) {
			prune(prefix, Set.copyOf(keys));
		}
		this.uploaded = keys;
		this.lab.events()
			.publish(Event.Kind.HEALTHY, this.resource.name(), "%d files are in the bucket".formatted(keys.size()));
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals(BUCKET) && !property.equals("DestinationBucketKeyPrefix");
	}

	@Override
	public void update(JsonNode properties) throws IOException {
		start(properties);
	}

	/**
	 * As the CDK's function does it unless {@code RetainOnDelete} is true, its default.
	 */
	@Override
	public void delete() {
		if (!this.resource.properties().path("RetainOnDelete").asBoolean(true)) {
			Set<String> keys = new HashSet<>(this.uploaded);
			keys.forEach((key) -> s3().deleteObject((request) -> request.bucket(this.bucket).key(key)));
		}
	}

	@Override
	public void close() {
		// Nothing runs.
	}

	private List<String> upload(String fromBucket, String archive, String prefix, JsonNode metadata)
			throws IOException {
		List<String> keys = new ArrayList<>();
		try (InputStream in = s3().getObject((request) -> request.bucket(fromBucket).key(archive));
				ZipInputStream zip = new ZipInputStream(in)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				if (!entry.isDirectory()) {
					String key = prefix + entry.getName();
					s3().putObject(request(key, metadata), RequestBody.fromBytes(zip.readAllBytes()));
					keys.add(key);
				}
			}
		}
		return keys;
	}

	private PutObjectRequest request(String key, JsonNode metadata) {
		PutObjectRequest.Builder request = PutObjectRequest.builder()
			.bucket(this.bucket)
			.key(key)
			.contentType(metadata.path("content-type").asString(type(key)));
		metadata.properties().forEach((entry) -> {
			String value = entry.getValue().asString();
			switch (entry.getKey()) {
				case "cache-control" -> request.cacheControl(value);
				case "content-type" -> request.contentType(value);
				case "content-language" -> request.contentLanguage(value);
				default -> throw new IllegalArgumentException(
						"The lab does not set %s of an object.".formatted(entry.getKey()));
			}
		});
		return request.build();
	}

	private void prune(String prefix, Set<String> keep) {
		s3().listObjectsV2Paginator((request) -> request.bucket(this.bucket).prefix(prefix))
			.contents()
			.stream()
			.map(S3Object::key)
			.filter((key) -> !keep.contains(key))
			.toList()
			.forEach((key) -> s3().deleteObject((request) -> request.bucket(this.bucket).key(key)));
	}

	private S3Client s3() {
		return this.lab.localStack().s3();
	}

	private static String prefix(JsonNode properties) {
		String prefix = properties.path("DestinationBucketKeyPrefix").asString("").replaceFirst("^/", "");
		return (prefix.isEmpty() || prefix.endsWith("/")) ? prefix : prefix + "/";
	}

	/** As the AWS command line guesses it, by the name alone. */
	private static String type(String key) {
		String guess = TYPES.get(key.substring(key.lastIndexOf('.') + 1));
		if (guess == null) {
			guess = URLConnection.guessContentTypeFromName(key);
		}
		return (guess != null) ? guess : "binary/octet-stream";
	}

}
