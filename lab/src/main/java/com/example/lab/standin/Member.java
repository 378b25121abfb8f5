package com.example.lab.standin;

/**
 * A stand-in that is added and removed while the architecture runs, such as a server of a
 * fleet: it belongs to no resource of the template.
 *
 * @param type the CloudFormation type of what it is, such as {@code AWS::EC2::Instance}
 * @param standIn the stand-in, which runs
 */
public record Member(String type, StandIn standIn) {
}
