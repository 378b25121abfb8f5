package com.example.lab.cloud;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.localstack.LocalStack;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file assets of a stack: what the CDK's command line uploads before it deploys.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/assets.html">Assets</a>
 */
final class Assets {

	/** A date that every zip file can have. */
	private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

	private Assets() {
	}

	/**
	 * Uploads the assets that the template refers to into the bucket that the CDK's
	 * bootstrap would have made.
	 * @param home a folder for what is zipped
	 * @return what was uploaded
	 */
	static List<Asset> publish(StackTemplate stack, LocalStack localStack, Path home) {
		Path list = stack.file()
			.resolveSibling(stack.file().getFileName().toString().replace(".template.json", ".assets.json"));
		if (!Files.exists(list)) {
			return List.of();
		}
		List<Asset> published = new ArrayList<>();
		String template = stack.json().toString();
		try (S3Presigner presigner = localStack.s3Presigner()) {
			for (JsonNode asset : JsonMapper.shared().readTree(list).path("files")) {
				Path source = list.resolveSibling(asset.path("source").path("path").asString());
				boolean zipped = asset.path("source").path("packaging").asString("file").equals("zip");
				for (JsonNode destination : asset.path("destinations")) {
					String key = destination.path("objectKey").asString();
					if (template.contains(key)) {
						String bucket = bucket(destination, localStack);
						localStack.s3().createBucket((request) -> request.bucket(bucket));
						Path file = zipped ? zip(source, home.resolve("assets").resolve(key)) : source;
						Upload.put(file, bucket, key, presigner);
						published.add(new Asset(file, bucket, key));
					}
				}
			}
		}
		return published;
	}

	private static String bucket(JsonNode destination, LocalStack localStack) {
		return destination.path("bucketName")
			.asString()
			.replace("${AWS::AccountId}", localStack.account())
			.replace("${AWS::Region}", localStack.region());
	}

	/**
	 * Files alone, in the order of their names and without their times, so that the same
	 * folder gives the same bytes.
	 */
	static Path zip(Path folder, Path target) {
		try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
			List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
			Files.createDirectories(target.resolveSibling("."));
			try (OutputStream out = Files.newOutputStream(target); ZipOutputStream zip = new ZipOutputStream(out)) {
				for (Path file : files) {
					ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
					entry.setTimeLocal(NO_TIME);
					zip.putNextEntry(entry);
					Files.copy(file, zip);
				}
			}
			return target;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot zip the asset " + folder.getFileName(), ex);
		}
	}

	/**
	 * A file that was uploaded.
	 *
	 * @param source the file
	 * @param bucket the bucket here
	 * @param key the object's key
	 */
	record Asset(Path source, String bucket, String key) {
	}

}
