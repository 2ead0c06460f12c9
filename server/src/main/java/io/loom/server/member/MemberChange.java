package io.loom.server.member;

/// What a change of a project's members comes to.
sealed interface MemberChange {
  record Done(Member member) implements MemberChange {}

  record NoSuchProject() implements MemberChange {}

  record NoSuchUser() implements MemberChange {}

  /// Only owners and administrators say who is in.
  record NotAllowed() implements MemberChange {}
}
