#include "cli/command.h"

int main(int argc, char** argv) {
  return sportello::RunCommandLine(argc, argv);
}
