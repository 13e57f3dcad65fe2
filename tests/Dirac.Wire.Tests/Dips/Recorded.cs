namespace Dirac.Wire.Tests.Dips;

/// <summary>Exchanges of a real client with a real server.</summary>
internal static class Recorded
{
    public const string Proposal = """97:{"OK": true, "Value": [["WireTest/Echo", "WireSetup", "wirevo"], ["RPC", "add"], "", "9.0.0a37"]}""";
    public const string Go = """27:{"OK": true, "Value": null}""";
    public const string Arguments = """29:{"OK": true, "Value": [2, 3]}""";
    public const string Five = """24:{"OK": true, "Value": 5}""";

    public const string OldProposal = "87:ds2:OKb1s5:Valuells13:WireTest/Echos9:WireSetups6:wirevoels3:RPCs3:addes0:s8:9.0.0a37ee";
    public const string OldGo = "18:ds2:OKb1s5:Valuene";
    public const string OldArguments = "25:ds2:OKb1s5:Valueli2ei3eee";
    public const string OldFive = "20:ds2:OKb1s5:Valuei5ee";

    public const string FileProposal = """113:{"OK": true, "Value": [["WireTest/Echo", "WireSetup", "wirevo"], ["FileTransfer", "FromClient"], "", "9.0.0a37"]}""";
    public const string FileRequest = """39:{"OK": true, "Value": ["id-f1", "", 6]}""";
    public const string Accepted = """33:{"OK": true, "Value": "Accepted"}""";
    public const string Hello = """67:{"OK": true, "Value": [true, {"__dCls": "b64", "obj": "aGVsbG8K"}]}""";
    public const string HelloEnd = """66:{"OK": true, "Value": [false, "b1946ac92492d2347c6235b4d2611184"]}""";

    public const string Ping = """dka53:{"OK": true, "Value": {"id": "abc0", "kaping": true}}""";
    public const string Pong = """dka54:{"OK": true, "Value": {"id": "abc0", "kaping": false}}""";
}
