package com.example.lab.aws.cognito;

import java.io.IOException;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TokenValidityUnitsType;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Cognito::UserPoolClient}: a public client of cognito-local. The validity of
 * access and ID tokens holds. {@code ExplicitAuthFlows} does not: every client may use
 * {@code USER_PASSWORD_AUTH}. A client with a secret is refused, since nothing would
 * check it.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html">AWS::Cognito::UserPoolClient</a>
 */
public final class UserPoolClient implements StandIn {

	private final Resource resource;

	private final LabContext lab;

	private final String id = UserPool.random(26, "abcdefghijklmnopqrstuvwxyz0123456789");

	/**
	 * Chooses the client's id.
	 * @param resource the resource
	 * @param lab its context
	 */
	public UserPoolClient(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		if (resource.properties().path("GenerateSecret").asBoolean(false)) {
			throw new IllegalArgumentException(
					"%s has a secret (GenerateSecret), which cognito-local does not check. Remove it from the CDK code."
						.formatted(resource.path()));
		}
		lab.events().publish(Event.Kind.RESERVED, resource.name(), "client " + this.id);
	}

	@Override
	public String ref() {
		return this.id;
	}

	@Override
	public String attribute(String name) {
		if (!name.equals("ClientId")) {
			throw this.resource.lacks(name);
		}
		return this.id;
	}

	@Override
	public String address() {
		return "client " + this.id;
	}

	@Override
	public void start(JsonNode properties) throws IOException {
		String pool = properties.path("UserPoolId").asString("");
		CognitoLocal service = this.lab.find(UserPool.class, pool)
			.map(UserPool::service)
			.orElseThrow(() -> new IllegalArgumentException("UserPoolId is not a pool of this template"));
		service.addClient(pool, this.id);
		CognitoIdentityProviderClient cognito = service.client();
		JsonNode flows = properties.path("ExplicitAuthFlows");
		JsonNode units = properties.path("TokenValidityUnits");
		cognito.updateUserPoolClient((request) -> request.userPoolId(pool)
			.clientId(this.id)
			.clientName(properties.path("ClientName").asString(this.resource.logicalId()))
			.explicitAuthFlowsWithStrings(flows.valueStream().map(JsonNode::asString).toList())
			.accessTokenValidity(properties.path("AccessTokenValidity").asInt(1))
			.idTokenValidity(properties.path("IdTokenValidity").asInt(1))
			.refreshTokenValidity(properties.path("RefreshTokenValidity").asInt(30))
			.tokenValidityUnits(TokenValidityUnitsType.builder()
				.accessToken(units.path("AccessToken").asString("hours"))
				.idToken(units.path("IdToken").asString("hours"))
				.refreshToken(units.path("RefreshToken").asString("days"))
				.build()));
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals("UserPoolId") && !property.equals("GenerateSecret");
	}

	@Override
	public void update(JsonNode properties) throws IOException {
		start(properties);
	}

	@Override
	public void close() {
		// The pool's process ends with its pool.
	}

	/**
	 * Whether it is a client of a pool, as the template says.
	 */
	boolean refersTo(String pool) {
		JsonNode reference = this.resource.properties().path("UserPoolId");
		return pool.equals(reference.path("Ref").asString(reference.path("Fn::GetAtt").path(0).asString("")));
	}

}
