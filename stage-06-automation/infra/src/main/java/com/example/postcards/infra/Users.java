package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.AutoVerifiedAttrs;
import software.amazon.awscdk.services.cognito.FeaturePlan;
import software.amazon.awscdk.services.cognito.IUserPool;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.cognito.UserVerificationConfig;
import software.amazon.awscdk.services.cognito.VerificationEmailStyle;
import software.constructs.Construct;

/**
 * A Cognito user pool, which keeps the passwords, and the client of it that the
 * application is. Needs nothing. Exports the ids and the issuer of the tokens.
 */
class Users extends Construct {

	private final IUserPool pool;

	private final UserPoolClient client;

	private final boolean verifyEmail;

	/**
	 * Makes the client, and the pool unless there is one to keep: users cannot be moved
	 * with their passwords.
	 * @param verifyEmail whether users enter a code that Cognito mails when they first
	 * sign in
	 * @param kept the id of a pool to keep, or {@code null}
	 * @param retain whether the pool stays when the stack is deleted
	 */
	Users(Construct scope, String id, boolean verifyEmail, @Nullable String kept, boolean retain) {
		super(scope, id);
		this.verifyEmail = verifyEmail;
		this.pool = (kept != null) ? UserPool.fromUserPoolId(this, "Pool", kept) : newPool(retain);
		this.client = UserPoolClient.Builder.create(this, "Client")
			.userPool(this.pool)
			// The hosted pages need call-back addresses with HTTPS, so the server hands
			// the password to Cognito itself, with its role: the id of the client, which
			// is no secret, does not let clients guess passwords past the server's
			// limits.
			.authFlows(AuthFlow.builder().adminUserPassword(true).build())
			.disableOAuth(true)
			.preventUserExistenceErrors(true)
			.build();
	}

	private UserPool newPool(boolean retain) {
		UserPool pool = UserPool.Builder.create(this, "Pool")
			.selfSignUpEnabled(false)
			.signInAliases(SignInAliases.builder().email(true).build())
			.signInCaseSensitive(false)
			.autoVerify(AutoVerifiedAttrs.builder().email(this.verifyEmail).build())
			.userVerification(UserVerificationConfig.builder().emailStyle(VerificationEmailStyle.CODE).build())
			.accountRecovery(AccountRecovery.EMAIL_ONLY)
			// Length only, as the application has always asked for.
			.passwordPolicy(PasswordPolicy.builder()
				.minLength(12)
				.requireDigits(false)
				.requireLowercase(false)
				.requireSymbols(false)
				.requireUppercase(false)
				.build())
			// E-mail and password through the API is all that is used here. Essentials
			// adds managed login and passkeys, for about three times the price.
			.featurePlan(FeaturePlan.LITE)
			.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
			.build();
		return pool;
	}

	/**
	 * Lets the application create users, check passwords and reset them.
	 */
	void grantSignUp(IGrantable application) {
		this.pool.grant(application, "cognito-idp:AdminCreateUser", "cognito-idp:AdminInitiateAuth",
				"cognito-idp:AdminSetUserPassword", "cognito-idp:AdminUpdateUserAttributes");
	}

	/**
	 * Whether users enter a code from an e-mail when they first sign in.
	 */
	boolean verifyEmail() {
		return this.verifyEmail;
	}

	String poolId() {
		return this.pool.getUserPoolId();
	}

	String clientId() {
		return this.client.getUserPoolClientId();
	}

	/**
	 * The issuer of the tokens; its public keys are below this address.
	 */
	String issuer() {
		return (this.pool instanceof UserPool made) ? made.getUserPoolProviderUrl()
				: "https://cognito-idp.%s.%s/%s".formatted(Aws.REGION, Aws.URL_SUFFIX, poolId());
	}

}
