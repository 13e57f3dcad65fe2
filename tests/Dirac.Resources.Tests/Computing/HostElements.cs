using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;

namespace Dirac.Resources.Tests.Computing;

public sealed class LocalHostElement : ComputingElementContract
{
    protected override CEOptions Options => new() { Name = "here", BatchSystem = "Host", SharedArea = Area };
}

public sealed class SshHostElement(PrivateServices services) : ComputingElementContract
{
    protected override CEOptions Options => new() { Name = "gate", Ssh = services.Gate(), BatchSystem = "Host", SharedArea = Area };
}
