package com.example.postcards.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The script that the box runs once, at its first boot.
 */
final class UserData {

	private UserData() {
	}

	static String of(String releaseUrl, String instanceName, @Nullable Domain domain) {
		String script = read("/user-data.sh").replace("@ReleaseUrl@", releaseUrl)
			.replace("@InstanceName@", instanceName);
		return (domain != null) ? script + read("/user-data-domain.sh").replace("@DomainName@", domain.name()) : script;
	}

	private static String read(String resource) {
		try (InputStream in = UserData.class.getResourceAsStream(resource)) {
			return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
