package com.example.lab.deploy;

import java.util.Set;

import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The account and user that AWS sees.
 *
 * @param account twelve digits
 * @param arn of the user or the session of a role
 */
public record Identity(String account, String arn) {

	private static final Set<String> UNKNOWN_HERE = Set.of("InvalidClientTokenId", "UnrecognizedClientException",
			"RegionDisabledException", "OptInRequired");

	/** Of LocalStack. */
	private static final String NO_ACCOUNT = "000000000000";

	/**
	 * Asks AWS.
	 * @param account the account
	 * @return who its keys are
	 * @throws WorkshopException if AWS does not know them, the Region is not enabled, or
	 * they are root's
	 */
	public static Identity of(AwsAccount account) {
		try {
			Identity identity = of(account.client(StsClient.builder()).getCallerIdentity());
			if (account.isReal() && identity.account().equals(NO_ACCOUNT)) {
				throw new WorkshopException(
						"Account %s is not an AWS account: another server answers in place of AWS. Check proxies and DNS."
							.formatted(NO_ACCOUNT));
			}
			identity.refuseRoot();
			return identity;
		}
		catch (SdkException ex) {
			if (ex instanceof AwsServiceException answer && UNKNOWN_HERE.contains(AwsFailure.code(answer))
					&& knownElsewhere(account)) {
				throw new WorkshopException(
						"Region %s is not enabled in this account. Enable it (AWS console, Account, AWS Regions), or choose another with --region."
							.formatted(account.region()));
			}
			throw AwsFailure.of(ex, "asking who these credentials are", account.region());
		}
	}

	private static Identity of(GetCallerIdentityResponse answer) {
		return new Identity(answer.account(), answer.arn());
	}

	private void refuseRoot() {
		if (this.arn.endsWith(":root")) {
			throw new WorkshopException(
					"These are keys of the root user of account %s, which have every permission and do not expire. Delete them, sign in as a user or role of IAM Identity Center (aws configure sso), then try again."
						.formatted(this.account));
		}
	}

	/**
	 * A Region that is not enabled refuses all credentials.
	 */
	private static boolean knownElsewhere(AwsAccount account) {
		try {
			account.client(StsClient.builder(), Region.US_EAST_1).getCallerIdentity();
			return true;
		}
		catch (SdkException ex) {
			return false;
		}
	}

}
