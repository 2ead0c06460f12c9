package io.loom.weaver.local;

/// A sandbox that runs, until it is closed: then all in it has ended.
record Running(Weaver weaver, SandboxProcess process) implements AutoCloseable {
  @Override
  public void close() {
    process.end();
    weaver.ended(process);
  }
}
