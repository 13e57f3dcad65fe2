namespace Dirac.Workload.Rpc.Arguments;

/// <summary>What DIRAC's services say they expected instead of what they got.</summary>
internal static class PythonTypes
{
    public const string Jobs = "[<class 'str'>, <class 'int'>, <class 'list'>]";
    public const string Job = "[<class 'str'>, <class 'int'>]";
}
