package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class UsersTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void askForPasswordsOf12CharactersAndNothingElse() {
		hasProperty("Policies", Map.of("PasswordPolicy", Map.of("MinimumLength", 12, "RequireLowercase", false,
				"RequireNumbers", false, "RequireSymbols", false, "RequireUppercase", false)));
	}

	@Test
	void signUpThroughTheServerOnly() {
		hasProperty("AdminCreateUserConfig", Map.of("AllowAdminCreateUserOnly", true));
	}

	@Test
	void signInWithTheirEmailInAnyCase() {
		hasProperty("UsernameAttributes", List.of("email"));
		hasProperty("UsernameConfiguration", Map.of("CaseSensitive", false));
	}

	@Test
	void signInThroughTheServerOnly() {
		TEMPLATE.hasResourceProperties("AWS::Cognito::UserPoolClient",
				Map.of("ExplicitAuthFlows", List.of("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"),
						"AllowedOAuthFlowsUserPoolClient", false, "GenerateSecret", Match.absent()));
		TEMPLATE.resourceCountIs("AWS::Cognito::UserPoolDomain", 0);
	}

	@Test
	void areNotRevealedByErrors() {
		TEMPLATE.hasResourceProperties("AWS::Cognito::UserPoolClient", Map.of("PreventUserExistenceErrors", "ENABLED"));
	}

	@Test
	void useTheCheapestFeaturePlan() {
		hasProperty("UserPoolTier", "LITE");
	}

	@Test
	void needNoMailUnlessAskedTo() {
		assertThat((List<?>) Synthesis.properties("AWS::Cognito::UserPool").get("AutoVerifiedAttributes")).isEmpty();
	}

	@Test
	void stayInTheirPoolIfAskedTo() {
		Template template = Template.fromStack(Synthesis.stack(Map.of("userPool", "us-east-1_kept")));
		template.resourceCountIs("AWS::Cognito::UserPool", 0);
		template.hasResourceProperties("AWS::Cognito::UserPoolClient", Map.of("UserPoolId", "us-east-1_kept"));
		template.hasResourceProperties("AWS::SSM::Parameter",
				Map.of("Name", Match.anyValue(), "Value", "us-east-1_kept"));
	}

	@Test
	void confirmTheirEmailIfAskedTo() {
		Template template = Template.fromStack(Synthesis.stack(Map.of("verifyEmail", "true")));
		template.hasResourceProperties("AWS::Cognito::UserPool", Map.of("AutoVerifiedAttributes", List.of("email"),
				"VerificationMessageTemplate", Match.objectLike(Map.of("DefaultEmailOption", "CONFIRM_WITH_CODE"))));
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::Cognito::UserPool", Map.of(name, value));
	}

}
