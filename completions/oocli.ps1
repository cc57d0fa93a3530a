# Completion of oocli for PowerShell: `oocli completion install powershell` sets it up.
Register-ArgumentCompleter -Native -CommandName oocli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    # The equals sign keeps an empty word, which older PowerShells do not pass on.
    $current = '=' + ($wordToComplete -replace '["'']', '')
    & $words[0] __complete powershell @words $current 2>$null | ForEach-Object {
        $value, $summary = $_ -split "`t", 2
        $text = if ($value -match '[^\w\-./:=,@~\\+]') { "'" + ($value -replace "'", "''") + "'" } else { $value }
        if (-not $summary) { $summary = $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $summary)
    }
}
