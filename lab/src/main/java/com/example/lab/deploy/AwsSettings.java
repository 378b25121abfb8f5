package com.example.lab.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * What a person has set up for AWS on this computer. Settings for a local endpoint, and
 * keys that are not AWS keys, are refused: users with these want the lab, not a bill.
 *
 * @param environment the variables of this process
 * @param profiles the files of profiles
 * @param profile the profile asked for; null for none
 * @param region the Region asked for; null for none
 */
public record AwsSettings(Map<String, String> environment, ProfileFile profiles, @Nullable String profile,
		@Nullable String region) {

	private static final String ENDPOINT = "AWS_ENDPOINT_URL";

	/**
	 * No key of AWS is shorter; those of the lab and of LocalStack's users are.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html">AccessKey</a>
	 */
	private static final int SHORTEST_KEY = 16;

	/**
	 * The settings of this process.
	 * @param profile the profile asked for; null for none
	 * @param region the Region asked for; null for none
	 * @return settings that are not checked yet
	 */
	public static AwsSettings ofThisProcess(@Nullable String profile, @Nullable String region) {
		return new AwsSettings(System.getenv(), ProfileFile.defaultProfileFile(), profile, region);
	}

	/**
	 * Makes sure that calls go to AWS.
	 * @throws WorkshopException if a variable or the profile names an endpoint
	 */
	void refuseEndpoints() {
		List<String> variables = Stream
			.concat(this.environment.keySet().stream(), System.getProperties().stringPropertyNames().stream())
			.filter((name) -> name.startsWith(ENDPOINT) || name.startsWith("aws.endpointUrl"))
			.filter((name) -> !this.environment.getOrDefault(name, "set").isBlank())
			.sorted()
			.toList();
		if (!variables.isEmpty()) {
			throw new WorkshopException(
					"%s is set, so calls would not go to AWS. Unset it (unset %s), then try again; the lab sets what it needs itself."
						.formatted(String.join(", ", variables), String.join(" ", variables)));
		}
		usedProfile().ifPresent((used) -> List.of("endpoint_url", "services")
			.stream()
			.filter((property) -> used.property(property).isPresent())
			.findFirst()
			.ifPresent((property) -> {
				throw new WorkshopException(
						"Profile %s has %s in the AWS config file, so calls would not go to AWS. Remove that line, or choose another profile with --profile."
							.formatted(used.name(), property));
			}));
	}

	/**
	 * The Region asked for, else that of the environment, else that of the profile.
	 * @throws WorkshopException if there is none, or it is no Region of AWS
	 */
	Region findRegion() {
		String found = Stream
			.of(Optional.ofNullable(this.region), variable("AWS_REGION"), variable("AWS_DEFAULT_REGION"),
					usedProfile().flatMap((used) -> used.property("region")))
			.flatMap(Optional::stream)
			.findFirst()
			.orElseThrow(() -> new WorkshopException(
					"No Region is set. Pass --region, such as --region us-east-1, or set AWS_REGION."));
		Region wanted = Region.of(found);
		if (!Region.regions().contains(wanted) || wanted.isGlobalRegion()) {
			throw new WorkshopException("There is no Region %s. Regions: %s."
				.formatted(found, String.join(", ", new TreeSet<>(
						Region.regions().stream().filter((one) -> !one.isGlobalRegion()).map(Region::id).toList()))));
		}
		return wanted;
	}

	/**
	 * The keys of the profile asked for, else those of the environment, else wherever
	 * SDKs look.
	 * @return what may renew them
	 * @throws WorkshopException if there are none, or they are the lab's
	 */
	AwsCredentialsProvider findCredentials() {
		AwsCredentialsProvider found = provider();
		try {
			AwsCredentials keys = found.resolveCredentials();
			if (keys.accessKeyId().length() < SHORTEST_KEY) {
				throw new WorkshopException(
						"The access key \"%s\" is not an AWS key; it belongs to a local cloud. Unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose a profile with --profile."
							.formatted(keys.accessKeyId()));
			}
			return found;
		}
		catch (SdkException ex) {
			throw AwsFailure.ofCredentials(ex, usedProfileName());
		}
	}

	private AwsCredentialsProvider provider() {
		if (this.profile != null) {
			return ProfileCredentialsProvider.builder().profileFile(this.profiles).profileName(this.profile).build();
		}
		Optional<String> key = variable("AWS_ACCESS_KEY_ID");
		Optional<String> secret = variable("AWS_SECRET_ACCESS_KEY");
		if (key.isPresent() && secret.isPresent()) {
			return StaticCredentialsProvider.create(variable("AWS_SESSION_TOKEN")
				.<AwsCredentials>map((token) -> AwsSessionCredentials.create(key.get(), secret.get(), token))
				.orElseGet(() -> AwsBasicCredentials.create(key.get(), secret.get())));
		}
		return DefaultCredentialsProvider.builder().profileFile(this.profiles).profileName(usedProfileName()).build();
	}

	private Optional<Profile> usedProfile() {
		return this.profiles.profile(usedProfileName());
	}

	private String usedProfileName() {
		return (this.profile != null) ? this.profile : variable("AWS_PROFILE").orElse("default");
	}

	private Optional<String> variable(String name) {
		return Optional.ofNullable(this.environment.get(name)).filter((value) -> !value.isBlank());
	}

}
