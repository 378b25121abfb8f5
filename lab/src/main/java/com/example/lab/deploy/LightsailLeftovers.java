package com.example.lab.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lightsail.LightsailClient;
import software.amazon.awssdk.services.lightsail.model.GetDisksResponse;
import software.amazon.awssdk.services.lightsail.model.GetInstanceSnapshotsResponse;
import software.amazon.awssdk.services.lightsail.model.GetInstancesResponse;
import software.amazon.awssdk.services.lightsail.model.GetStaticIpsResponse;
import software.amazon.awssdk.services.lightsail.model.Tag;

/**
 * What is left of a stage in Lightsail. Where it has no tags its name is that of the
 * stack: a person looks at it before it goes.
 */
final class LightsailLeftovers {

	private final AwsAccount account;

	private final Target target;

	private final Set<String> stacks;

	LightsailLeftovers(AwsAccount account, Target target, Set<String> stacks) {
		this.account = account;
		this.target = target;
		this.stacks = stacks;
	}

	List<Leftover> all() {
		if (!LightsailClient.serviceMetadata().regions().contains(Region.of(this.account.region()))) {
			return List.of();
		}
		LightsailClient client = this.account.client(LightsailClient.builder());
		return Stream
			.of(pages((token) -> client.getInstances((request) -> request.pageToken(token)),
					GetInstancesResponse::nextPageToken)
				.flatMap((page) -> page.instances().stream())
				.flatMap((one) -> leftover("Lightsail instance", one.name(), one.tags())),
					// They can have no tags.
					pages((token) -> client.getStaticIps((request) -> request.pageToken(token)),
							GetStaticIpsResponse::nextPageToken)
						.flatMap((page) -> page.staticIps().stream())
						.flatMap((one) -> leftover("Lightsail static IP", one.name(), List.of())),
					pages((token) -> client.getDisks((request) -> request.pageToken(token)),
							GetDisksResponse::nextPageToken)
						.flatMap((page) -> page.disks().stream())
						.flatMap((one) -> leftover("Lightsail disk", one.name(), one.tags())),
					pages((token) -> client.getInstanceSnapshots((request) -> request.pageToken(token)),
							GetInstanceSnapshotsResponse::nextPageToken)
						.flatMap((page) -> page.instanceSnapshots().stream())
						.flatMap((one) -> leftover("Lightsail snapshot", one.name(), one.tags())))
			.flatMap((found) -> found)
			.toList();
	}

	/** The SDK has no paginators for Lightsail. */
	private static <P> Stream<P> pages(Function<@Nullable String, P> page, Function<P, @Nullable String> next) {
		return Stream.iterate(page.apply(null), Objects::nonNull, (one) -> {
			String token = next.apply(one);
			return (token != null && !token.isEmpty()) ? page.apply(token) : null;
		});
	}

	private Stream<Leftover> leftover(String kind, String name, List<Tag> tags) {
		Map<String, String> found = tags.stream()
			.filter((tag) -> tag.value() != null)
			.collect(Collectors.toMap(Tag::key, Tag::value));
		boolean named = this.stacks.stream()
			.anyMatch((stack) -> name.toLowerCase(Locale.ROOT).startsWith(stack.toLowerCase(Locale.ROOT) + "-"));
		return this.target.owns(found, named) ? Stream
			.of(new Leftover(kind, name, Leftover.Cost.MONEY, "delete it yourself (AWS console, Lightsail)", null))
				: Stream.empty();
	}

}
