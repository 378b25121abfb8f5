package com.example.lab.aws.cloudfront;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::CloudFront::Function}: JavaScript that changes requests or responses at the
 * edge. Node.js runs it, which allows more than CloudFront's own runtime.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-functions.html">Customize
 * at the edge with CloudFront Functions</a>
 */
public final class EdgeFunction implements StandIn {

	private static final int MOST_BYTES = 10 * 1024;

	private static final Set<String> IN_PLACE = Set.of("AutoPublish", "FunctionCode", "FunctionConfig",
			"FunctionMetadata", "Tags");

	private final Resource resource;

	private final LabContext lab;

	private final NodeRuntime node;

	private String name = "";

	private volatile String failure = "";

	/**
	 * A function that is not loaded yet.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public EdgeFunction(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.node = NodeRuntime.of(lab);
	}

	@Override
	public String ref() {
		return "arn:aws:cloudfront::000000000000:function/" + this.resource.logicalId();
	}

	@Override
	public String attribute(String attribute) {
		return switch (attribute) {
			case "FunctionARN", "FunctionMetadata.FunctionARN" -> ref();
			case "Stage" -> "LIVE";
			default -> throw this.resource.lacks(attribute);
		};
	}

	@Override
	public String address() {
		return "run by Node.js";
	}

	@Override
	public void start(JsonNode properties) {
		String code = Settings.read(this.resource.type(), properties, (settings) -> {
			settings.ignore("Tags", "FunctionMetadata");
			this.name = settings.text("Name");
			if (!settings.flag("AutoPublish", false)) {
				throw settings.wrong("AutoPublish", "the lab runs published functions only; set it to true");
			}
			settings.inside("FunctionConfig", (config) -> {
				config.ignore("Comment");
				config.refuse("KeyValueStoreAssociations", "the lab has no key value stores");
				return config.choice("Runtime", "", "cloudfront-js-1.0", "cloudfront-js-2.0");
			});
			String source = settings.text("FunctionCode");
			if (source.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
				throw settings.wrong("FunctionCode", "it is larger than 10 KB, which AWS refuses");
			}
			return source;
		});
		try {
			this.node.load(ref(), code);
		}
		catch (FunctionFailure ex) {
			throw new IllegalArgumentException("%s FunctionCode: %s.".formatted(this.resource.type(), ex.getMessage()),
					ex);
		}
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	@Override
	public void update(JsonNode properties) {
		start(properties);
	}

	/**
	 * Calls it.
	 * @throws FunctionFailure if it fails; an event says so
	 */
	JsonNode call(ObjectNode event) throws FunctionFailure {
		try {
			return this.node.call(ref(), event);
		}
		catch (FunctionFailure ex) {
			String message = "%s failed: %s".formatted(this.name, ex.getMessage());
			if (!this.failure.equals(message)) {
				this.failure = message;
				this.lab.events().publish(Event.Kind.WARNING, this.resource.name(), message);
			}
			throw ex;
		}
	}

	@Override
	public void close() {
		this.node.stop();
	}

}
