package com.example.lab.aws.cognito;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::Cognito::UserPool}: a pool of cognito-local, which all pools of a cloud
 * share. Its sign-up, sign-in and tokens are real; {@code Schema},
 * {@code UsernameAttributes}, {@code AutoVerifiedAttributes}, {@code MfaConfiguration}
 * and {@code AdminCreateUserConfig} hold. Messages go to its log instead of people. It
 * accepts any password: a warning names the properties that have no effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html">AWS::Cognito::UserPool</a>
 */
public final class UserPool implements StandIn {

	private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

	private static final String DIGITS = "0123456789";

	/** What changes Cognito's answers but not cognito-local's. */
	private static final List<String> WITHOUT_EFFECT = List.of("Policies", "AliasAttributes", "UsernameConfiguration",
			"LambdaConfig", "DeviceConfiguration");

	private static final String CREATION = "AdminCreateUserConfig";

	/** What changes in place on AWS; all but one change nothing here. */
	private static final Set<String> IN_PLACE = Set.of("AccountRecoverySetting", CREATION, "DeletionProtection",
			"DeviceConfiguration", "EmailConfiguration", "LambdaConfig", "Policies", "SmsConfiguration",
			"UserAttributeUpdateSettings", "UserPoolAddOns", "UserPoolTags", "UserPoolTier",
			"VerificationMessageTemplate");

	private final Resource resource;

	private final LabContext lab;

	private final String id;

	private final CognitoLocal service;

	/**
	 * Chooses the pool's id and reserves the service's port.
	 * @param resource the resource
	 * @param lab its context
	 */
	public UserPool(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.id = lab.region() + "_" + random(9, LETTERS + LETTERS.toUpperCase(Locale.ROOT) + DIGITS);
		this.service = CognitoLocal.of(lab);
		lab.events()
			.publish(Event.Kind.RESERVED, resource.name(), "pool %s at %s".formatted(this.id, this.service.endpoint()));
	}

	@Override
	public String ref() {
		return this.id;
	}

	/**
	 * The provider's name and address are those of the tokens' issuer, as on AWS.
	 */
	@Override
	public String attribute(String name) {
		return switch (name) {
			case "Arn" -> "arn:aws:cognito-idp:%s:000000000000:userpool/%s".formatted(this.lab.region(), this.id);
			case "ProviderName" -> this.service.endpoint().getAuthority() + "/" + this.id;
			case "ProviderURL" -> this.service.endpoint() + "/" + this.id;
			case "UserPoolId" -> this.id;
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return this.service.endpoint().toString();
	}

	@Override
	public void start(JsonNode properties) throws IOException {
		warn(properties);
		this.service.add(describe(properties), this.lab.standIns()
			.values()
			.stream()
			.filter((standIn) -> standIn instanceof UserPoolClient client && client.refersTo(this.resource.logicalId()))
			.map(StandIn::ref)
			.toList());
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	@Override
	public void update(JsonNode properties) throws IOException {
		warn(properties);
		JsonNode creation = properties.path(CREATION);
		this.service.change(this.id, CREATION,
				creation.isMissingNode() ? JsonMapper.shared().createObjectNode() : creation);
	}

	/** The service goes on for the other pools. */
	@Override
	public void delete() {
		try {
			this.service.remove(this.id);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.lab.events().publish(Event.Kind.STOPPED, this.resource.name(), "pool %s is deleted".formatted(this.id));
	}

	private void warn(JsonNode properties) {
		String ignored = WITHOUT_EFFECT.stream()
			.filter((path) -> set(properties.at("/" + path)))
			.collect(Collectors.joining(", "));
		if (!ignored.isEmpty()) {
			this.lab.events()
				.publish(Event.Kind.WARNING, this.resource.name(),
						"Cognito enforces %s; cognito-local does not".formatted(ignored));
		}
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("stop", "stops the service: users can neither sign up nor sign in",
						(unused) -> this.service.stop()),
				new Drill("start", "starts the service again", (unused) -> this.service.start()),
				Drill.slow("the service", this.service::slow), new Drill("adopt",
						"adds the users of another pool, whose file is named", (file) -> adopt(Path.of(file))));
	}

	/**
	 * The file of its users, and the users that it gets from another pool by the drill
	 * {@code adopt}. Cognito cannot do this, because it never returns a password.
	 */
	@Override
	public Map<String, String> access() {
		return Map.of("USERS", this.resource.name(), "USERS_FILE", this.service.file(this.id).toString());
	}

	private void adopt(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IllegalArgumentException("'%s' is not the file of a pool".formatted(file));
		}
		this.service.adopt(this.id, file);
	}

	@Override
	public void close() {
		this.service.close();
	}

	CognitoLocal service() {
		return this.service;
	}

	static String random(int length, String alphabet) {
		return new SecureRandom().ints(length, 0, alphabet.length())
			.mapToObj((index) -> alphabet.substring(index, index + 1))
			.collect(Collectors.joining());
	}

	private static boolean set(JsonNode property) {
		return !property.isMissingNode() && property.asBoolean(true);
	}

	/** Most properties have the same names in CloudFormation and in the API. */
	private ObjectNode describe(JsonNode properties) {
		ObjectNode pool = (ObjectNode) properties.deepCopy();
		String now = Instant.now().toString();
		pool.remove("Schema");
		pool.put("Id", this.id)
			.put("Name", properties.path("UserPoolName").asString(this.resource.logicalId()))
			.put("Arn", attribute("Arn"))
			.put("CreationDate", now)
			.put("LastModifiedDate", now);
		// To cognito-local a list without entries asks for something too.
		if (properties.path("AutoVerifiedAttributes").isEmpty()) {
			pool.remove("AutoVerifiedAttributes");
		}
		if (!pool.has("MfaConfiguration")) {
			pool.put("MfaConfiguration", "OFF");
		}
		pool.set("SchemaAttributes", Schema.of(properties.path("Schema")));
		return pool;
	}

}
